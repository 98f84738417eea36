namespace ClosedLoop.Acquisition;

/// <summary>
/// The European Data Format in all its kinds: EDF, EDF+C, EDF+D (Kemp &amp; Olivan 2003), and BioSemi's 24-bit BDF and BDF+.
/// </summary>
public sealed class EdfFormat : IRecordingFormat
{
    /// <inheritdoc/>
    public string Name => "EDF, BDF";

    /// <inheritdoc/>
    public bool Matches(ReadOnlySpan<byte> head) => head.StartsWith("0       "u8) || IsBdf(head);

    /// <inheritdoc/>
    public IRecordingReader Open(string path, RecordingOptions options) => EdfReader.Open(path);

    internal static bool IsBdf(ReadOnlySpan<byte> head) => head.Length > 8 && head[0] == 0xFF && head[1..].StartsWith("BIOSEMI"u8);
}
