using System.Globalization;

namespace ClosedLoop.Acquisition;

/// <summary>Something wrong in a recording that did not stop the reading.</summary>
/// <param name="BytePosition">Where in the file, in bytes from its beginning.</param>
/// <param name="Text">What was found and what was done about it.</param>
public sealed record RecordingWarning(long BytePosition, string Text)
{
    /// <summary>True if it says that the file breaks off here.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Place and text, e.g. <c>byte 4096: …</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"byte {BytePosition}: {Text}");
}
