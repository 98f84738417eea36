using System.Globalization;

namespace ClosedLoop.Core;

/// <summary>A span of time in whole nanoseconds, signed. <c>default</c> is no time at all.</summary>
public readonly record struct Duration : IComparable<Duration>
{
    private readonly long _nanoseconds;

    private Duration(long nanoseconds) => _nanoseconds = nanoseconds;

    /// <summary>No time.</summary>
    public static Duration Zero => default;

    /// <summary>A span of whole nanoseconds.</summary>
    public static Duration FromNanoseconds(long nanoseconds) => new(nanoseconds);

    /// <summary>A span of whole microseconds.</summary>
    public static Duration FromMicroseconds(long microseconds) => new(checked(microseconds * 1_000));

    /// <summary>The span nearest to a number of milliseconds (ties away from zero).</summary>
    /// <exception cref="OverflowException">Not finite, or beyond ±292 years.</exception>
    public static Duration FromMilliseconds(double milliseconds) => new(Rounded(milliseconds * 1e6));

    /// <summary>The span nearest to a number of seconds (ties away from zero).</summary>
    /// <exception cref="OverflowException">Not finite, or beyond ±292 years.</exception>
    public static Duration FromSeconds(double seconds) => new(Rounded(seconds * 1e9));

    /// <summary>Whole nanoseconds.</summary>
    public long TotalNanoseconds => _nanoseconds;

    /// <summary>Microseconds.</summary>
    public double TotalMicroseconds => _nanoseconds * 1e-3;

    /// <summary>Milliseconds.</summary>
    public double TotalMilliseconds => _nanoseconds * 1e-6;

    /// <summary>Seconds.</summary>
    public double TotalSeconds => _nanoseconds * 1e-9;

    /// <summary>The same length, never negative.</summary>
    public Duration Magnitude => new(Math.Abs(_nanoseconds));

    /// <summary>Sum.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left._nanoseconds + right._nanoseconds);

    /// <summary>Difference.</summary>
    public static Duration operator -(Duration left, Duration right) => new(left._nanoseconds - right._nanoseconds);

    /// <summary>The opposite span.</summary>
    public static Duration operator -(Duration span) => new(-span._nanoseconds);

    /// <summary>A whole multiple, without error.</summary>
    public static Duration operator *(Duration span, long factor) => new(span._nanoseconds * factor);

    /// <summary>How many times one span holds another.</summary>
    public static double operator /(Duration left, Duration right) => (double)left._nanoseconds / right._nanoseconds;

    /// <summary>Shorter than.</summary>
    public static bool operator <(Duration left, Duration right) => left._nanoseconds < right._nanoseconds;

    /// <summary>Longer than.</summary>
    public static bool operator >(Duration left, Duration right) => left._nanoseconds > right._nanoseconds;

    /// <summary>Not longer than.</summary>
    public static bool operator <=(Duration left, Duration right) => left._nanoseconds <= right._nanoseconds;

    /// <summary>Not shorter than.</summary>
    public static bool operator >=(Duration left, Duration right) => left._nanoseconds >= right._nanoseconds;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => _nanoseconds.CompareTo(other._nanoseconds);

    /// <summary>Milliseconds with six decimals, e.g. <c>5.000000 ms</c>; allocates.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(decimal)_nanoseconds / 1_000_000m:0.000000} ms");

    private static long Rounded(double nanoseconds)
    {
        if (double.IsNaN(nanoseconds) || nanoseconds >= 9.2233720368547748e18 || nanoseconds <= -9.2233720368547748e18)
        {
            throw new OverflowException("A time span must be a finite number below 292 years.");
        }

        return (long)Math.Round(nanoseconds, MidpointRounding.AwayFromZero);
    }
}
