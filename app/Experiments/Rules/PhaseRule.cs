using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// <c>phase</c>: an oscillation is about to reach a phase. It sets the instant of the pulse: that of the forecast crossing.
/// </summary>
/// <param name="Of">The oscillation's name.</param>
/// <param name="Target">The phase to hit; 0 is the positive peak, 180° the trough.</param>
/// <param name="Horizon">How far ahead the crossing is looked for, and so how early the pulse is asked for.</param>
/// <param name="WidestSd">Holds only while the forecast's circular standard deviation is at most this, in radians; null: whatever
/// it is.</param>
public sealed record PhaseRule(string Of, Phase Target, Duration Horizon, double? WidestSd) : RuleSection
{
    internal static PhaseRule Read(Keys keys)
    {
        var rule = new PhaseRule(
            keys.Text("of"),
            Phase.FromDegrees(keys.Number("target_deg", -360, 360)),
            keys.Span("horizon_ms", 2, 500, 20),
            keys.NumberOrNull("max_sd_deg", 1, 180) * (Math.PI / 180));
        keys.Finish();
        return rule;
    }

    internal override void Write(YamlText yaml) => yaml.Section("phase", () =>
    {
        yaml.Text("of", Of);
        yaml.Number("target_deg", Math.Round(Target.TotalDegrees, 9));
        yaml.Span("horizon_ms", Horizon);
        yaml.Number("max_sd_deg", WidestSd is { } sd ? Math.Round(sd * (180 / Math.PI), 9) : null);
    });
}
