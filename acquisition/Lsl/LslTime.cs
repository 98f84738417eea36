using System.Globalization;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Where LSL's time ends: seconds in a <c>double</c> on the sender's monotonic clock become <see cref="Instant"/>, and back. Nothing
/// outside this folder sees LSL's seconds or its sentinel values.
/// </summary>
/// <remarks>Neither allocates nor blocks. Nanoseconds survive the round trip up to 48 days after the clock's zero; later they can be off by one.</remarks>
public static class LslTime
{
    /// <summary>Seconds beyond which a stamp cannot be a time: 126 years, so wall-clock stamps still pass.</summary>
    private const double Horizon = 4e9;

    private const double NanosecondsASecond = 1e9;

    /// <summary>The stamp of an instant, in seconds after the zero of its clock.</summary>
    public static double ToSeconds(Instant instant) => instant.TotalNanoseconds / NanosecondsASecond;

    /// <summary>
    /// The instant of a stamp, to the nearest nanosecond. False for what cannot be a sample's time: not a number, infinite, exactly
    /// zero (LSL's "nothing"), or more than 126 years from the clock's zero.
    /// </summary>
    public static bool TryFromSeconds(double seconds, out Instant instant)
    {
        instant = default;
        if (!(Math.Abs(seconds) <= Horizon))
        {
            return false;
        }

        instant = Instant.FromSeconds(seconds);
        return instant.IsSet;
    }

    /// <summary>Writes a stamp as text, so that reading it gives the same <c>double</c>. Returns the bytes written; 0 if there is no room.</summary>
    internal static int Write(Instant instant, Span<byte> utf8) =>
        ToSeconds(instant).TryFormat(utf8, out var written, "R", CultureInfo.InvariantCulture) ? written : 0;

    /// <summary>Reads a stamp written as text.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> utf8, out Instant instant)
    {
        instant = default;
        return double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && TryFromSeconds(seconds, out instant);
    }
}
