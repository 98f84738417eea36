using System.Text;

namespace ClosedLoop.Acquisition;

/// <summary>What a recording holds, and what is wrong with it.</summary>
/// <param name="Format">The format with its variant, e.g. <c>EDF+D</c> or <c>XDF 1.0</c>.</param>
/// <param name="StartedAt">The start as the header writes it, empty if it is silent; never used for time.</param>
/// <param name="Streams">All streams, those of text too, in the order of the file.</param>
/// <param name="Markers">The markers of all text streams; at most <see cref="MarkerLimit"/>, with a warning where there are
/// more.</param>
/// <param name="Gaps">Where samples are missing between two frames of a stream.</param>
/// <param name="Warnings">Everything that was found wrong, with the place in the file.</param>
public sealed record RecordingInfo(
    string Format,
    string StartedAt,
    IReadOnlyList<RecordedStream> Streams,
    IReadOnlyList<RecordedMarker> Markers,
    IReadOnlyList<RecordingGap> Gaps,
    IReadOnlyList<RecordingWarning> Warnings)
{
    /// <summary>The most markers that are listed, so that memory stays bounded.</summary>
    public const int MarkerLimit = 10_000;

    /// <summary>True if the file breaks off: what it holds is read, and a warning says where it ends.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>The one JSON object that <c>info --json</c> prints: keys in snake_case with units. Allocates.</summary>
    public string ToJson() => Encoding.UTF8.GetString(RecordingInfoJson.Write(this));
}
