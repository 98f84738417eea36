namespace ClosedLoop.App;

/// <summary>Empirical quantiles of a handful of measurements.</summary>
internal static class Quantiles
{
    /// <summary>The value below which a share of the measurements lies (nearest rank); NaN if there are none.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
