namespace ClosedLoop.Core;

/// <summary>A temperature, as of a coil. <c>default</c> is 0 °C: whoever does not know a temperature keeps a nullable one.</summary>
public readonly record struct Celsius : IComparable<Celsius>
{
    private readonly double _degrees;

    private Celsius(double degrees) => _degrees = degrees;

    /// <summary>Made from degrees Celsius.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Celsius FromDegrees(double degrees)
    {
        if (!double.IsFinite(degrees))
        {
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Must be a finite number.");
        }

        return new(degrees);
    }

    /// <summary>The value in degrees Celsius.</summary>
    public double TotalDegrees => _degrees;

    /// <summary>Less than.</summary>
    public static bool operator <(Celsius left, Celsius right) => left._degrees < right._degrees;

    /// <summary>More than.</summary>
    public static bool operator >(Celsius left, Celsius right) => left._degrees > right._degrees;

    /// <summary>At most.</summary>
    public static bool operator <=(Celsius left, Celsius right) => left._degrees <= right._degrees;

    /// <summary>At least.</summary>
    public static bool operator >=(Celsius left, Celsius right) => left._degrees >= right._degrees;

    /// <inheritdoc/>
    public int CompareTo(Celsius other) => _degrees.CompareTo(other._degrees);

    /// <summary>The value with its unit; allocates.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_degrees:0.###} °C");
}
