using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// The clock of a recording that is not ours: the file's earliest first timestamp is the instant of exactly one second, so that
/// no
/// frame falls on the unset instant.
/// </summary>
internal static class RecordingClock
{
    private const long Start = 1_000_000_000;

    // 63 years either way, so that differences of two instants stay within 64 bits.
    private const double Most = 2e18;

    /// <summary>The instant of a time that the file gives in whole nanoseconds.</summary>
    public static Instant At(long fileNanoseconds, long originNanoseconds) =>
        NeverUnset(checked(fileNanoseconds - originNanoseconds + Start));

    /// <summary>The instant of a time that the file gives in seconds. The difference is taken first, so large clocks lose
    /// nothing.
    /// What is no time (not finite, or 63 years away) becomes the first nanosecond.</summary>
    public static Instant At(double fileSeconds, double originSeconds)
    {
        var nanoseconds = (fileSeconds - originSeconds) * 1e9;
        var nearest = double.IsFinite(nanoseconds) && Math.Abs(nanoseconds) < Most ? (long)Math.Round(nanoseconds) : -Start;
        return NeverUnset(nearest + Start);
    }

    private static Instant NeverUnset(long nanoseconds) => Instant.FromNanoseconds(nanoseconds == 0 ? 1 : nanoseconds);
}
