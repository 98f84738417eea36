namespace ClosedLoop.App;

/// <summary>What is connected to what: ports, lines, and that nothing is energised that nothing uses.</summary>
internal static class WiringChecks
{
    public static void Run(Experiment experiment, Mistakes mistakes)
    {
        Action(experiment, mistakes);
        Ports(experiment, mistakes);
        Lines(experiment, mistakes);
        Unused(experiment, mistakes);
        Bodies(experiment, mistakes);
    }

    private static void Action(Experiment experiment, Mistakes mistakes)
    {
        if (experiment.Action is StimulateAction && experiment.Protocol is null)
        {
            mistakes.AddAt("action", "An experiment that stimulates needs the section 'protocol', e.g. kind: single.");
        }
        else if (experiment.Action is FeedbackAction && (experiment.Protocol is not null || experiment.Outputs.Count > 0))
        {
            mistakes.AddAt(experiment.Protocol is not null ? "protocol" : "outputs", "Feedback involves no stimulator; "
                + "remove 'protocol', 'outputs', 'stimulators' and 'triggers', or write 'action: {stimulate: {}}'.");
        }
    }

    private static void Ports(Experiment experiment, Mistakes mistakes)
    {
        var ports = experiment.Stimulators.Select(s => (Path: $"stimulators.{s.Name}.port", s.Name, s.Port))
            .Concat(experiment.Triggers.Select(t => (Path: $"triggers.{t.Name}.port", t.Name, t.Port)))
            .Where(p => p.Port is not null and not StimulatorSection.Emulated);
        foreach (var shared in ports.GroupBy(p => p.Port).Where(g => g.Count() > 1))
        {
            mistakes.AddAt(shared.ElementAt(1).Path, $"'{shared.ElementAt(0).Name}' and '{shared.ElementAt(1).Name}' are "
                + $"both on {shared.Key}; each device has a port of its own.");
        }
    }

    private static void Lines(Experiment experiment, Mistakes mistakes)
    {
        foreach (var shared in experiment.Outputs.GroupBy(o => (o.Trigger, o.Line)).Where(g => g.Count() > 1))
        {
            mistakes.AddAt($"outputs.{shared.ElementAt(1).Name}.trigger", $"'{shared.ElementAt(0).Name}' and "
                + $"'{shared.ElementAt(1).Name}' are both wired to {shared.Key.Trigger}.{shared.Key.Line}: one edge would "
                + $"fire both. Give each output a line of its own.");
        }

        foreach (var shared in experiment.Outputs.GroupBy(o => o.Stimulator).Where(g => g.Count() > 1))
        {
            mistakes.AddAt($"outputs.{shared.ElementAt(1).Name}.stimulator", $"'{shared.ElementAt(0).Name}' and "
                + $"'{shared.ElementAt(1).Name}' use the one stimulator '{shared.Key}'; each output needs a stimulator of "
                + $"its own.");
        }
    }

    private static void Unused(Experiment experiment, Mistakes mistakes)
    {
        var outputs = (experiment.Protocol?.Outputs ?? []).Select(o => o.Output).ToHashSet();
        foreach (var output in experiment.Outputs.Where(o => !outputs.Contains(o.Name) && experiment.Protocol is not null))
        {
            mistakes.AddAt($"outputs.{output.Name}", $"No trial uses the output '{output.Name}', but its stimulator would "
                + $"be energised; remove it.");
        }

        foreach (var stimulator in experiment.Stimulators.Where(s => experiment.Outputs.All(o => o.Stimulator != s.Name)))
        {
            mistakes.AddAt($"stimulators.{stimulator.Name}", $"No output uses the stimulator '{stimulator.Name}'; remove it.");
        }

        foreach (var trigger in experiment.Triggers.Where(t => experiment.Outputs.All(o => o.Trigger != t.Name)))
        {
            mistakes.AddAt($"triggers.{trigger.Name}", $"No output uses the trigger '{trigger.Name}'; remove it.");
        }
    }

    private static void Bodies(Experiment experiment, Mistakes mistakes)
    {
        if (experiment.Subject.Simulated && experiment.Stimulators.FirstOrDefault(s => !s.IsSimulated) is { } real)
        {
            mistakes.AddAt($"stimulators.{real.Name}", $"The subject is simulated and '{real.Name}' is a real device; write "
                + $"'port: emulated', or say who the subject is.");
        }
    }
}
