namespace ClosedLoop.App;

/// <summary>
/// The figure of the phases at the pulses: as found afterwards where that is known, else as the model forecast them.
/// </summary>
internal static class RoseFigure
{
    /// <summary>The drawing with its caption, as HTML.</summary>
    public static string Of(SessionFolder folder)
    {
        var after = OnsetPhases.AtPulses(folder.Phases, folder.Trials);
        var phases = after.Count > 0 ? after : [.. folder.Trials.Numbers("phase_deg").OfType<double>()];
        if (CircularSummary.Of(phases) is not { } summary)
        {
            return "<p class=\"none\">No pulse has a phase.</p>";
        }

        var target = folder.Experiment?.Rule.SelfAndInner.OfType<PhaseRule>().FirstOrDefault()?.Target.TotalDegrees;
        var aim = target is { } degrees ? $", aimed at {Html.Number(degrees, 0, "°")} (dashed)" : "";
        var origin = after.Count > 0
            ? "Phases found afterwards by zero-phase filters."
            : "Phases are the model's own forecasts, which a rule on phase makes what it aims at.";
        return RosePlot.Svg(phases, target)
            + $"<figcaption>{Html.Count(summary.Count, "pulse")}{aim}: {Words(summary)}. {AllOnsets(folder)}{origin} The "
                + $"area of a wedge is its count.</figcaption>";
    }

    private static string AllOnsets(SessionFolder folder) =>
        CircularSummary.Of([.. folder.Phases.Numbers("phase_after_deg").OfType<double>()]) is { } all
            ? $"At all {Html.Count(all.Count, "onset")} of the rule: {Words(all)}. "
            : "";

    private static string Words(CircularSummary summary) =>
        $"mean {Html.Number(summary.MeanDegrees, 1, "°")}, circular SD {Html.Number(summary.SdDegrees, 1, "°")}, R = "
            + $"{Html.Number(summary.Resultant, 3)}";
}
