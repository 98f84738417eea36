namespace ClosedLoop.App;

/// <summary><c>feedback</c>: send a belief out while the rule holds; no stimulator is involved.</summary>
/// <param name="Of">The belief, e.g. <c>mu.power_percentile</c>.</param>
/// <param name="Outlet">The name of the LSL outlet.</param>
public sealed record FeedbackAction(string Of, string Outlet) : ActionSection
{
    internal static FeedbackAction Read(Keys keys)
    {
        var action = new FeedbackAction(keys.Text("of"), keys.TextOrNull("outlet") ?? "ClosedLoopFeedback");
        keys.Finish();
        return action;
    }

    internal override void Write(YamlText yaml) => yaml.Section("feedback", () =>
    {
        yaml.Text("of", Of);
        yaml.Text("outlet", Outlet);
    });
}
