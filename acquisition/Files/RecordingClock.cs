using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// The clock of a recording that is not ours: the file's earliest first timestamp is the instant of exactly one second, so that no
/// frame falls on the unset instant.
/// </summary>
internal static class RecordingClock
{
    private const long Start = 1_000_000_000;

    /// <summary>The instant of a time that the file gives in whole nanoseconds.</summary>
    public static Instant At(long fileNanoseconds, long originNanoseconds) =>
        NeverUnset(checked(fileNanoseconds - originNanoseconds + Start));

    /// <summary>The instant of a time that the file gives in seconds. The difference is taken first, so large clocks lose nothing.</summary>
    public static Instant At(double fileSeconds, double originSeconds)
    {
        var nanoseconds = (fileSeconds - originSeconds) * 1e9;
        var nearest = double.IsFinite(nanoseconds) && Math.Abs(nanoseconds) < 9e18 ? (long)Math.Round(nanoseconds) : -Start;
        return NeverUnset(nearest + Start);
    }

    private static Instant NeverUnset(long nanoseconds) => Instant.FromNanoseconds(nanoseconds == 0 ? 1 : nanoseconds);
}
