namespace ClosedLoop.Acquisition;

/// <summary>The Extensible Data Format 1.0, which LabRecorder and this program write.</summary>
public sealed class XdfFormat : IRecordingFormat
{
    /// <inheritdoc/>
    public string Name => "XDF";

    /// <inheritdoc/>
    public bool Matches(ReadOnlySpan<byte> head) => head.StartsWith(XdfChunkWalk.Magic);

    /// <inheritdoc/>
    public IRecordingReader Open(string path, RecordingOptions options) => XdfReader.Open(path, options);
}
