using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Where the seconds of an XDF file lie on the recording's clock.</summary>
/// <param name="SessionOrigin">
/// The session's first instant if this program recorded the file: stamps are then seconds since it, whole nanoseconds; unset for
/// files of others.
/// </param>
/// <param name="OriginSeconds">The file's earliest time, which is the instant of one second; files of others only.</param>
/// <param name="KeepsOrder">True if no time of a stream goes back.</param>
internal readonly record struct XdfPlacement(Instant SessionOrigin, double OriginSeconds, bool KeepsOrder)
{
    /// <summary>The instant of a time in the file.</summary>
    public Instant At(double seconds) =>
        SessionOrigin.IsSet ? SessionStamp.ToInstant(seconds, SessionOrigin) : RecordingClock.At(seconds, OriginSeconds);
}
