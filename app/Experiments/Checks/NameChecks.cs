namespace ClosedLoop.App;

/// <summary>Every name that a section uses must be declared, as the kind of thing that is needed there.</summary>
internal static class NameChecks
{
    /// <summary>
    /// Notes each name that leads nowhere. Runs on experiments with other mistakes too: empty names were noted before.
    /// </summary>
    /// <param name="experiment">The experiment as read so far.</param>
    /// <param name="modelNames">All names under <c>model</c>, also of those models that could not be read.</param>
    /// <param name="mistakes">Where to note.</param>
    public static void Run(Experiment experiment, IReadOnlyList<string> modelNames, Mistakes mistakes)
    {
        Streams(experiment, mistakes);
        foreach (var model in experiment.Models)
        {
            Model(experiment, model, modelNames, mistakes);
        }

        foreach (var rule in experiment.Rule.SelfAndInner)
        {
            Rule(experiment, rule, modelNames, mistakes);
        }

        if (experiment.Action is FeedbackAction feedback)
        {
            Belief(experiment, "action.feedback.of", feedback.Of, modelNames, mistakes);
        }

        Devices(experiment, mistakes);
    }

    private static void Streams(Experiment experiment, Mistakes mistakes)
    {
        var regular = experiment.Streams.Where(s => s.Kind != StreamKind.Markers).Select(s => s.Name).ToList();
        Known("clock_stream", experiment.ClockStream, "stream of samples", regular, mistakes);
        foreach (var conditioning in experiment.Conditioning)
        {
            Known($"conditioning.{conditioning.Stream}", conditioning.Stream, "stream of samples", regular, mistakes);
        }
    }

    private static void Model(Experiment experiment, ModelSection model, IReadOnlyList<string> names, Mistakes mistakes)
    {
        var path = $"model.{model.Name}";
        var conditioned = experiment.Conditioning.Select(c => c.Stream).ToList();
        switch (model)
        {
            case OscillationSection oscillation:
                Known($"{path}.stream", oscillation.Stream, "stream under 'conditioning'", conditioned, mistakes);
                break;
            case MepSection mep:
                Known($"{path}.stream", mep.Stream, "stream under 'conditioning'", conditioned, mistakes);
                break;
            case ForwardSection forward:
                Belief(experiment, $"{path}.feature", forward.Feature, names, mistakes);
                break;
            case AdaptiveFilterSection filter:
                Belief(experiment, $"{path}.feature", filter.Feature, names, mistakes);
                break;
            case CbiSection cbi:
                OfKind<MepSection>(experiment, $"{path}.mep", cbi.Mep, "mep", names, mistakes);
                break;
        }
    }

    private static void Rule(Experiment experiment, RuleSection rule, IReadOnlyList<string> names, Mistakes mistakes)
    {
        switch (rule)
        {
            case PhaseRule phase:
                OfKind<OscillationSection>(experiment, rule.Path + ".of", phase.Of, "kalman_oscillator", names, mistakes);
                break;
            case PowerRule power:
                OfKind<OscillationSection>(experiment, rule.Path + ".of", power.Of, "kalman_oscillator", names, mistakes);
                break;
            case ErrorRule error when experiment.Models.All(m => m.Name != error.Of || m is not AdaptiveFilterSection):
                OfKind<ForwardSection>(experiment, rule.Path + ".of", error.Of, "kalman_forward or "
                    + "adaptive_filter", names, mistakes);
                break;
        }
    }

    private static void Devices(Experiment experiment, Mistakes mistakes)
    {
        var outputs = experiment.Outputs.Select(o => o.Name).ToList();
        var stimulators = experiment.Stimulators.Select(s => s.Name).ToList();
        var triggers = experiment.Triggers.Select(t => t.Name).ToList();
        foreach (var output in experiment.Outputs)
        {
            Known($"outputs.{output.Name}.stimulator", output.Stimulator, "stimulator", stimulators, mistakes);
            Known($"outputs.{output.Name}.trigger", output.Trigger, "trigger", triggers, mistakes);
        }

        foreach (var (key, output) in experiment.Protocol?.Outputs ?? [])
        {
            Known($"protocol.{key}", output, "output", outputs, mistakes);
        }
    }

    private static void OfKind<T>(
        Experiment experiment, string path, string name, string kind, IReadOnlyList<string> names, Mistakes mistakes)
        where T : ModelSection
    {
        var fitting = experiment.Models.OfType<T>().Select(m => m.Name).ToList();
        var other = experiment.Models.FirstOrDefault(m => m.Name == name && m is not T);
        if (other is not null)
        {
            mistakes.AddAt(path, $"'{name}' is a model of kind {other.KindWord}; needed here is {kind}; "
                + $"{Nearest.Advice("", fitting)}");
        }
        else if (!names.Contains(name))
        {
            Known(path, name, $"model of kind {kind}", fitting, mistakes);
        }
    }

    private static void Belief(Experiment experiment, string path, string belief, IReadOnlyList<string> names, Mistakes mistakes)
    {
        var beliefs = experiment.Models.SelectMany(m => m.Quantities.Select(q => $"{m.Name}.{q}")).ToList();
        var couldNotBeRead = names.Contains(belief.Split('.')[0]) && experiment.Models.All(m => m.Name != belief.Split('.')[0]);
        if (!couldNotBeRead)
        {
            Known(path, belief, "belief", beliefs, mistakes);
        }
    }

    private static void Known(string path, string name, string what, IReadOnlyCollection<string> names, Mistakes mistakes)
    {
        if (name.Length > 0 && !names.Contains(name))
        {
            mistakes.AddAt(path, $"There is no {what} '{name}'; {Nearest.Advice(name, names)}");
        }
    }
}
