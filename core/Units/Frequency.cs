namespace ClosedLoop.Core;

/// <summary>A rate or a frequency. <c>default</c> is 0 Hz, which as a nominal rate means "irregular".</summary>
public readonly record struct Frequency : IComparable<Frequency>
{
    private readonly double _hertz;

    private Frequency(double hertz) => _hertz = hertz;

    /// <summary>Made from hertz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or negative.</exception>
    public static Frequency FromHertz(double hertz)
    {
        if (!double.IsFinite(hertz) || hertz < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(hertz), hertz, "Must be a finite number, zero or more.");
        }

        return new(hertz);
    }

    /// <summary>The value in hertz.</summary>
    public double TotalHertz => _hertz;

    /// <summary>The time of one cycle, to the nearest nanosecond.</summary>
    /// <exception cref="InvalidOperationException">The frequency is 0.</exception>
    public Duration Period => _hertz > 0
        ? Duration.FromSeconds(1 / _hertz)
        : throw new InvalidOperationException("A frequency of 0 Hz has no period.");

    /// <summary>Less than.</summary>
    public static bool operator <(Frequency left, Frequency right) => left._hertz < right._hertz;

    /// <summary>More than.</summary>
    public static bool operator >(Frequency left, Frequency right) => left._hertz > right._hertz;

    /// <summary>At most.</summary>
    public static bool operator <=(Frequency left, Frequency right) => left._hertz <= right._hertz;

    /// <summary>At least.</summary>
    public static bool operator >=(Frequency left, Frequency right) => left._hertz >= right._hertz;

    /// <inheritdoc/>
    public int CompareTo(Frequency other) => _hertz.CompareTo(other._hertz);

    /// <summary>The value with its unit; allocates.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_hertz:0.###} Hz");
}
