using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// The stamps of a session's recording: seconds since the session's first instant. A double keeps whole nanoseconds exactly up to
/// 26 days, so the instants of the loop come back bit for bit.
/// </summary>
public static class SessionStamp
{
    // Half of what 64 bits hold, so that the sum below stays within them.
    private const double Most = 4.6e18;

    /// <summary>The stamp of an instant; negative before the origin.</summary>
    public static double FromInstant(Instant time, Instant origin) => (time - origin).TotalNanoseconds / 1e9;

    /// <summary>The instant of a stamp; a stamp that is no time (not finite, beyond 292 years) gives the unset instant.</summary>
    public static Instant ToInstant(double stamp, Instant origin)
    {
        var nanoseconds = Math.Round(stamp * 1e9);
        var isTime = double.IsFinite(nanoseconds) && Math.Abs(nanoseconds) < Most && Math.Abs((double)origin.TotalNanoseconds) < Most;
        return isTime
            ? Instant.FromNanoseconds(origin.TotalNanoseconds + (long)nanoseconds)
            : default;
    }
}
