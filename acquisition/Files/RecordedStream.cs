using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>One stream of a recording, with what was found in the file.</summary>
public sealed record RecordedStream
{
    /// <summary>The stream's identity in the file: the stream number in XDF, the ordinal from 1 elsewhere.</summary>
    public required long Id { get; init; }

    /// <summary>Name, type, nominal rate, format and channels.</summary>
    public required StreamInfo Stream { get; init; }

    /// <summary>
    /// Frames a second as found: intervals over time, gaps left out; 0 Hz if there are fewer than two frames or the stream is
    /// irregular.
    /// </summary>
    public Frequency EffectiveRate { get; init; }

    /// <summary>Frames, or markers of a text stream, that can be read.</summary>
    public long Samples { get; init; }

    /// <summary>The first frame's time on the recording's clock; unset if there is none.</summary>
    public Instant FirstTime { get; init; }

    /// <summary>The last frame's time on the recording's clock; unset if there is none.</summary>
    public Instant LastTime { get; init; }

    /// <summary>
    /// The first frame's time in seconds as the file counts them (after clock correction); NaN if there is none.
    /// </summary>
    public double FirstSeconds { get; init; } = double.NaN;

    /// <summary>
    /// The last frame's time in seconds as the file counts them (after clock correction); NaN if there is none.
    /// </summary>
    public double LastSeconds { get; init; } = double.NaN;

    /// <summary>The first frame's values, physical, one a channel; empty for text and for a stream without frames.</summary>
    public IReadOnlyList<double> FirstValues { get; init; } = [];

    /// <summary>The first marker's text of a text stream, else null.</summary>
    public string? FirstText { get; init; }

    /// <summary>Clock offsets as the file holds them.</summary>
    public IReadOnlyList<RecordedClockOffset> ClockOffsets { get; init; } = [];

    /// <summary>Unbroken stretches of frames.</summary>
    public IReadOnlyList<FrameRange> Segments { get; init; } = [];

    /// <summary>
    /// Stretches of frames stamped by one run of the sender's clock; more than one after a reset of that clock.
    /// </summary>
    public IReadOnlyList<FrameRange> ClockSegments { get; init; } = [];
}
