namespace ClosedLoop.Core;

/// <summary>A voltage on the skin. <c>default</c> is 0 µV.</summary>
public readonly record struct Microvolts : IComparable<Microvolts>
{
    private readonly double _microvolts;

    private Microvolts(double microvolts) => _microvolts = microvolts;

    /// <summary>Made from microvolts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Microvolts FromMicrovolts(double microvolts)
    {
        if (!double.IsFinite(microvolts))
        {
            throw new ArgumentOutOfRangeException(nameof(microvolts), microvolts, "Must be a finite number.");
        }

        return new(microvolts);
    }

    /// <summary>The value in microvolts.</summary>
    public double TotalMicrovolts => _microvolts;

    /// <summary>Less than.</summary>
    public static bool operator <(Microvolts left, Microvolts right) => left._microvolts < right._microvolts;

    /// <summary>More than.</summary>
    public static bool operator >(Microvolts left, Microvolts right) => left._microvolts > right._microvolts;

    /// <summary>At most.</summary>
    public static bool operator <=(Microvolts left, Microvolts right) => left._microvolts <= right._microvolts;

    /// <summary>At least.</summary>
    public static bool operator >=(Microvolts left, Microvolts right) => left._microvolts >= right._microvolts;

    /// <inheritdoc/>
    public int CompareTo(Microvolts other) => _microvolts.CompareTo(other._microvolts);

    /// <summary>The value with its unit; allocates.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_microvolts:0.###} µV");
}
