using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// The stamps of a session's recording: seconds since the session's first instant. A double keeps whole nanoseconds exactly up to
/// 26 days, so the instants of the loop come back bit for bit.
/// </summary>
public static class SessionStamp
{
    /// <summary>The stamp of an instant; negative before the origin.</summary>
    public static double FromInstant(Instant time, Instant origin) => (time - origin).TotalNanoseconds / 1e9;

    /// <summary>The instant of a stamp; a stamp that is no time (not finite, beyond 292 years) gives the unset instant.</summary>
    public static Instant ToInstant(double stamp, Instant origin)
    {
        var nanoseconds = Math.Round(stamp * 1e9);
        return double.IsFinite(nanoseconds) && Math.Abs(nanoseconds) < 4.6e18 && Math.Abs(origin.TotalNanoseconds) < 4_600_000_000_000_000_000
            ? Instant.FromNanoseconds(origin.TotalNanoseconds + (long)nanoseconds)
            : default;
    }
}
