namespace ClosedLoop.App;

/// <summary>
/// <c>error</c>: the prediction error of a forward model, as normalised innovation squared (χ² with 1 degree of freedom: 95 % of
/// values below 3.84, 99 % below 6.63).
/// </summary>
/// <param name="Of">The forward model's name.</param>
/// <param name="Above">True: above the threshold (surprised); false: below it (the prediction holds).</param>
/// <param name="Nis">The threshold, more than 0.</param>
public sealed record ErrorRule(string Of, bool Above, double Nis) : RuleSection
{
    internal static ErrorRule? Read(Keys keys)
    {
        var side = keys.OneOf("nis_above", "nis_below");
        var of = keys.Text("of");
        var rule = side is null ? null : new ErrorRule(of, side == "nis_above", keys.Number(side, 1e-6, 1e6));
        keys.Finish();
        return rule;
    }

    internal override void Write(YamlText yaml) => yaml.Section("error", () =>
    {
        yaml.Text("of", Of);
        yaml.Number(Above ? "nis_above" : "nis_below", Nis);
    });
}
