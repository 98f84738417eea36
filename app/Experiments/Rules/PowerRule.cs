using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary><c>power</c>: an oscillation's power is high or low among its own values of the last while.</summary>
/// <param name="Of">The oscillation's name.</param>
/// <param name="Above">True: above the percentile; false: below it.</param>
/// <param name="Percentile">0 to 100.</param>
/// <param name="Window">How far back the values go that it is compared with.</param>
public sealed record PowerRule(string Of, bool Above, double Percentile, Duration Window) : RuleSection
{
    internal static PowerRule? Read(Keys keys)
    {
        var side = keys.OneOf("above_percentile", "below_percentile");
        var (of, window) = (keys.Text("of"), keys.Span("window_s", 1, 600, 60));
        var rule = side is null ? null : new PowerRule(of, side == "above_percentile", keys.Number(side, 0, 100), window);
        keys.Finish();
        return rule;
    }

    internal override void Write(YamlText yaml) => yaml.Section("power", () =>
    {
        yaml.Text("of", Of);
        yaml.Number(Above ? "above_percentile" : "below_percentile", Percentile);
        yaml.Span("window_s", Window);
    });
}
