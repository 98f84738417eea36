using System.Globalization;

namespace ClosedLoop.Core;

/// <summary>
/// A point in time on this machine's monotonic clock, in whole nanoseconds since the clock's zero (on Linux: boot, the same
/// zero as LSL's <c>local_clock</c>). Recordings that are not ours are placed on a clock of their own that starts at one second.
/// </summary>
/// <remarks><c>default</c> means "not set", never "now": see <see cref="IsSet"/>. Range ±292 years. No wall time.</remarks>
public readonly record struct Instant : IComparable<Instant>
{
    private readonly long _nanoseconds;

    private Instant(long nanoseconds) => _nanoseconds = nanoseconds;

    /// <summary>The instant so many nanoseconds after the clock's zero; 0 gives the unset instant.</summary>
    public static Instant FromNanoseconds(long nanoseconds) => new(nanoseconds);

    /// <summary>The instant nearest to a number of seconds after the clock's zero, as LSL and XDF write time.</summary>
    /// <exception cref="OverflowException">The value is not finite or beyond ±292 years.</exception>
    public static Instant FromSeconds(double seconds) => new(Duration.FromSeconds(seconds).TotalNanoseconds);

    /// <summary>Whole nanoseconds since the clock's zero.</summary>
    public long TotalNanoseconds => _nanoseconds;

    /// <summary>Seconds since the clock's zero; a double resolves 0.2 ns at 10⁶ s.</summary>
    public double TotalSeconds => _nanoseconds * 1e-9;

    /// <summary>False for <c>default</c>.</summary>
    public bool IsSet => _nanoseconds != 0;

    /// <summary>The span from <paramref name="right"/> to <paramref name="left"/>; both must be of one clock.</summary>
    public static Duration operator -(Instant left, Instant right) =>
        Duration.FromNanoseconds(left._nanoseconds - right._nanoseconds);

    /// <summary>The instant a span later.</summary>
    public static Instant operator +(Instant instant, Duration span) => new(instant._nanoseconds + span.TotalNanoseconds);

    /// <summary>The instant a span earlier.</summary>
    public static Instant operator -(Instant instant, Duration span) => new(instant._nanoseconds - span.TotalNanoseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left._nanoseconds < right._nanoseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left._nanoseconds > right._nanoseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Instant left, Instant right) => left._nanoseconds <= right._nanoseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Instant left, Instant right) => left._nanoseconds >= right._nanoseconds;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => _nanoseconds.CompareTo(other._nanoseconds);

    /// <summary>Seconds with nine decimals, e.g. <c>12.000345678 s</c>; allocates.</summary>
    public override string ToString() => IsSet
        ? string.Create(CultureInfo.InvariantCulture, $"{(decimal)_nanoseconds / 1_000_000_000m:0.000000000} s")
        : "unset";
}
