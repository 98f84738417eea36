namespace ClosedLoop.Acquisition;

/// <summary>
/// How the times of a recording are read. Sessions recorded by this program get neither, whatever is asked: they hold the
/// timestamps that the loop used.
/// </summary>
public sealed record RecordingOptions
{
    /// <summary>Clocks brought together and jitter removed: how recordings of other programs are meant to be read.</summary>
    public static RecordingOptions Default { get; } = new();

    /// <summary>Timestamps as they stand in the file.</summary>
    public static RecordingOptions Raw { get; } = new() { ApplyClockOffsets = false, RemoveJitter = false, KeepOrder = false };

    /// <summary>Shift each stream by the clock offsets that the recording holds, so that all streams share one clock.</summary>
    public bool ApplyClockOffsets { get; init; } = true;

    /// <summary>
    /// Lay the timestamps of each unbroken stretch of a regular stream on a straight line. Changes formats with a stamp a frame
    /// only.
    /// </summary>
    public bool RemoveJitter { get; init; } = true;

    /// <summary>
    /// Let no frame of a stream come before the one before it: a stamp that goes back by less than a second is held, a clock that
    /// jumps
    /// back further goes on from where it was. Such frames carry <see cref="ClosedLoop.Core.SampleQuality.TimeDeduced"/>.
    /// </summary>
    public bool KeepOrder { get; init; } = true;
}
