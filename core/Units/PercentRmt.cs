namespace ClosedLoop.Core;

/// <summary>An intensity in percent of the subject's resting motor threshold (RMT) of M1. It is no measure of a dose to the cerebellum. <c>default</c> is none.</summary>
public readonly record struct PercentRmt : IComparable<PercentRmt>
{
    private readonly double _percent;

    private PercentRmt(double percent) => _percent = percent;

    /// <summary>Made from percent of resting motor threshold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or negative.</exception>
    public static PercentRmt FromPercent(double percent)
    {
        if (!double.IsFinite(percent) || percent < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "Must be a finite number, zero or more.");
        }

        return new(percent);
    }

    /// <summary>The value in percent of resting motor threshold.</summary>
    public double TotalPercent => _percent;

    /// <summary>Less than.</summary>
    public static bool operator <(PercentRmt left, PercentRmt right) => left._percent < right._percent;

    /// <summary>More than.</summary>
    public static bool operator >(PercentRmt left, PercentRmt right) => left._percent > right._percent;

    /// <summary>At most.</summary>
    public static bool operator <=(PercentRmt left, PercentRmt right) => left._percent <= right._percent;

    /// <summary>At least.</summary>
    public static bool operator >=(PercentRmt left, PercentRmt right) => left._percent >= right._percent;

    /// <inheritdoc/>
    public int CompareTo(PercentRmt other) => _percent.CompareTo(other._percent);

    /// <summary>The value with its unit; allocates.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_percent:0.###} % RMT");
}
