namespace ClosedLoop.Acquisition;

/// <summary>
/// A kind of recording that can be read. A new format is one class and one line in <see cref="RecordingFormats"/>.
/// </summary>
public interface IRecordingFormat
{
    /// <summary>The format's name in messages, e.g. <c>EDF</c>.</summary>
    string Name { get; }

    /// <summary>True if a file that begins like this is of the format. The file's name plays no part.</summary>
    /// <param name="head">The first bytes, up to <see cref="RecordingFormats.HeadBytes"/>; fewer if the file is shorter.</param>
    bool Matches(ReadOnlySpan<byte> head);

    /// <summary>Opens a file of this format and looks through it.</summary>
    /// <exception cref="RecordingFormatException">The file begins like this format and cannot be one.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    IRecordingReader Open(string path, RecordingOptions options);
}
