using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// One entry of <c>outputs</c>: a stimulator with the line wired to it, its target and its setting. Its index in the list is the
/// output's number.
/// </summary>
public sealed record OutputSection
{
    private static readonly Dictionary<string, StimulusTarget> Targets = new()
    {
        ["m1"] = StimulusTarget.Motor,
        ["cerebellum"] = StimulusTarget.Cerebellum,
    };

    /// <summary>The name by which the protocol calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The stimulator's name.</summary>
    public required string Stimulator { get; init; }

    /// <summary>The trigger's name.</summary>
    public required string Trigger { get; init; }

    /// <summary>The trigger's line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What the coil lies over.</summary>
    public required StimulusTarget Target { get; init; }

    /// <summary>
    /// The setting; <c>setting_percent_rmt</c> is resolved to it with the subject's threshold, rounded down to whole percent.
    /// </summary>
    public required PercentMso Setting { get; init; }

    /// <summary>From the trigger's edge to the pulse; the edge leaves so much earlier.</summary>
    public Duration TriggerToPulse { get; init; }

    internal static OutputSection Read(Keys keys, SubjectSection? subject)
    {
        var (trigger, line) = ReadTrigger(keys);
        var output = new OutputSection
        {
            Name = keys.Name,
            Stimulator = keys.Text("stimulator"),
            Trigger = trigger,
            Line = line,
            Target = keys.Choice("target", Targets),
            Setting = ReadSetting(keys, subject),
            TriggerToPulse = keys.Span("trigger_to_pulse_us", 0, 100_000, 0),
        };
        keys.Finish();
        return output;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Text("stimulator", Stimulator);
        yaml.Text("trigger", $"{Trigger}.{Line}");
        yaml.Text("target", Targets.First(t => t.Value == Target).Key);
        yaml.Number("setting_percent_mso", Setting.TotalPercent);
        yaml.Span("trigger_to_pulse_us", TriggerToPulse);
    }

    private static (string Trigger, int Line) ReadTrigger(Keys keys)
    {
        var text = keys.Text("trigger");
        var dot = text.LastIndexOf('.');
        if (dot > 0 && int.TryParse(text[(dot + 1)..], out var line) && line is >= 1 and <= 8)
        {
            return (text[..dot], line);
        }

        if (text.Length > 0)
        {
            keys.Wrong("trigger", $"'trigger' is '{text}'; possible is the name of a trigger, a dot, and a line from 1 to "
                + $"8, e.g. box.1.");
        }

        return ("", 1);
    }

    private static PercentMso ReadSetting(Keys keys, SubjectSection? subject)
    {
        var key = keys.OneOf("setting_percent_mso", "setting_percent_rmt");
        if (key != "setting_percent_rmt")
        {
            return PercentMso.FromPercent(key is null ? 0 : keys.Integer(key, 1, 100));
        }

        var percent = keys.Number(key, 1, 130);
        if (subject?.RestingMotorThreshold is not { } threshold)
        {
            keys.Wrong(key, "A setting in percent of the motor threshold needs 'subject.rmt_percent_mso'; add it, or give "
                + "'setting_percent_mso'.");
            return default;
        }

        // A stimulator is set in whole percent. Rounding down never gives more than was asked for.
        return PercentMso.FromPercent(Math.Floor((threshold.TotalPercent * percent / 100) + 1e-9));
    }
}
