namespace ClosedLoop.App;

/// <summary>Percentiles of a list of values.</summary>
internal static class Percentile
{
    /// <summary>The smallest value that at least a share of all values does not exceed (nearest rank); null of none.</summary>
    /// <param name="values">In any order.</param>
    /// <param name="percent">More than 0, at most 100.</param>
    public static double? Of(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];
    }
}
