using System.Globalization;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>All limits in force.</summary>
internal static class LimitLines
{
    /// <summary>The limits in the order of the catalogue; none without outputs.</summary>
    public static IReadOnlyList<LimitLine> Of(ResolvedLimits? limits) =>
    [
        .. (limits?.Limits ?? []).Select(limit => new LimitLine(
            limit.Id.ToString(),
            limit.Sense == LimitSense.AtMost ? "at most" : "at least",
            limit.Value,
            limit.Unit,
            limit.HardCap,
            IsBuiltIn(limit) ? "built in" : "experiment",
            limit.Source,
            limit.Certainty)),
    ];

    /// <summary>Aligned lines of text.</summary>
    public static IEnumerable<string> Text(IReadOnlyList<LimitLine> lines)
    {
        var values = lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Side} {l.Value:0.####} "
            + $"{l.Unit}")).ToList();
        var (first, second) = (lines.Max(l => l.Limit.Length), values.Max(v => v.Length));
        return lines.Zip(values).Select(l =>
            $"{l.First.Limit.PadRight(first)}  {l.Second.PadRight(second)}  {l.First.SetBy,-10}  {l.First.Source}");
    }

    private static bool IsBuiltIn(Limit limit) => LimitCatalogue.Defaults.First(d => d.Id == limit.Id).Value.Equals(limit.Value);
}
