namespace ClosedLoop.Core;

/// <summary>A stimulator setting in percent of its maximum output (MSO). <c>default</c> is no output. What a device can do is for its limits to say, not for this type.</summary>
public readonly record struct PercentMso : IComparable<PercentMso>
{
    private readonly double _percent;

    private PercentMso(double percent) => _percent = percent;

    /// <summary>Made from percent of maximum stimulator output.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or negative.</exception>
    public static PercentMso FromPercent(double percent)
    {
        if (!double.IsFinite(percent) || percent < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "Must be a finite number, zero or more.");
        }

        return new(percent);
    }

    /// <summary>The value in percent of maximum stimulator output.</summary>
    public double TotalPercent => _percent;

    /// <summary>Less than.</summary>
    public static bool operator <(PercentMso left, PercentMso right) => left._percent < right._percent;

    /// <summary>More than.</summary>
    public static bool operator >(PercentMso left, PercentMso right) => left._percent > right._percent;

    /// <summary>At most.</summary>
    public static bool operator <=(PercentMso left, PercentMso right) => left._percent <= right._percent;

    /// <summary>At least.</summary>
    public static bool operator >=(PercentMso left, PercentMso right) => left._percent >= right._percent;

    /// <inheritdoc/>
    public int CompareTo(PercentMso other) => _percent.CompareTo(other._percent);

    /// <summary>The value with its unit; allocates.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_percent:0.###} % MSO");
}
