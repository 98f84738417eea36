using System.Xml.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>One stream of an XDF file, as the walks over the file come to know it.</summary>
internal sealed class XdfStream(uint id, StreamInfo info, XElement header, long headerStart)
{
    public uint Id { get; } = id;

    public StreamInfo Info { get; } = info;

    /// <summary>The header's XML.</summary>
    public XElement Header { get; } = header;

    /// <summary>Where its header stands; sample chunks before it cannot be read.</summary>
    public long HeaderStart { get; } = headerStart;

    public List<RecordedClockOffset> ClockOffsets { get; } = [];

    public bool HasFooter { get; set; }

    /// <summary>Frames in undamaged chunks.</summary>
    public long Frames { get; set; }

    public double[] FirstValues { get; set; } = [];

    public string? FirstText { get; set; }

    /// <summary>How stamps come onto the recorder's clock; empty if they stay.</summary>
    public IReadOnlyList<ClockLine> ClockLines { get; set; } = [];

    /// <summary>The lines that stamps are laid on; empty if they stay where they are.</summary>
    public IReadOnlyList<StampLine> StampLines { get; set; } = [];

    public IReadOnlyList<FrameRange> ClockSegments { get; set; } = [];

    /// <summary>The first frame's time in the file's seconds, corrected; NaN if there is none.</summary>
    public double FirstSeconds { get; set; } = double.NaN;

    /// <summary>The last frame's time in the file's seconds, corrected.</summary>
    public double LastSeconds { get; set; } = double.NaN;

    /// <summary>
    /// True if jitter may be removed: the stream is regular, and does not say that it drops frames, in which case a line through
    /// them
    /// would close the holes.
    /// </summary>
    public bool IsStraightenable => Info.NominalRate.TotalHertz > 0
        && !string.Equals(
            XdfStreamHeader.Value(Header, "desc", "synchronization", "can_drop_samples"), "true", StringComparison.OrdinalIgnoreCase);
}
