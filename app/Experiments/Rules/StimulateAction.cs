using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary><c>stimulate</c>: ask for the next trial of the protocol.</summary>
/// <param name="After">How long after the decision the pulse is due if no phase sets its instant.</param>
public sealed record StimulateAction(Duration After) : ActionSection
{
    internal static StimulateAction Read(Keys keys)
    {
        var action = new StimulateAction(keys.Span("after_ms", 5, 500, 20));
        keys.Finish();
        return action;
    }

    internal override void Write(YamlText yaml) => yaml.Section("stimulate", () => yaml.Span("after_ms", After));
}
