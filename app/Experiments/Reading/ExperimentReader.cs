namespace ClosedLoop.App;

/// <summary>Puts the sections of the root together.</summary>
internal static class ExperimentReader
{
    /// <summary>The experiment; null, or one that must not be used, if anything was noted among the mistakes.</summary>
    public static Experiment? Read(Keys root, Mistakes mistakes)
    {
        _ = root.Integer("version", Experiment.Version, Experiment.Version);
        var subject = SubjectSection.Read(root.Child("subject"));
        IReadOnlyList<StreamSection> streams = [.. root.Children("streams").Select(StreamSection.Read)];
        var modelKeys = root.Children("model");
        IReadOnlyList<ModelSection> models = [.. modelKeys.Select(ModelSection.ReadAny).OfType<ModelSection>()];
        var rule = RuleSection.ReadAny(root.Child("rule"));
        var action = ActionSection.ReadAny(root.Child("action"));
        var draft = new Experiment
        {
            Name = root.Text("name"),
            Seed = root.IntegerOrNull("seed", 0, long.MaxValue),
            Subject = subject,
            Streams = streams,
            ClockStream = root.TextOrNull("clock_stream") ?? OnlyRegular(streams, root),
            MaxAge = root.Span("max_age_ms", 1, 100, 50),
            Watchdog = root.Span("watchdog_ms", 20, 500, 100),
            Tolerance = root.Span("tolerance_ms", 0.01, 5, 0.2),
            HostTiming = root.WordOrNull("timing", "device", "host") == "host",
            Conditioning = [.. root.Children("conditioning").Select(k => ConditioningSection.Read(k, KindOf(streams, k.Name)))],
            Models = models,
            Rule = rule ?? new AllRule([]),
            Action = action ?? new FeedbackAction("", ""),
            Protocol = root.ChildOrNull("protocol") is { } protocol ? ProtocolSection.ReadAny(protocol) : null,
            Outputs = [.. root.Children("outputs").Select(k => OutputSection.Read(k, subject))],
            Stimulators = [.. root.Children("stimulators").Select(StimulatorSection.Read)],
            Triggers = [.. root.Children("triggers").Select(TriggerSection.Read)],
            Limits = root.ChildOrNull("limits") is { } limits ? LimitsSection.Read(limits) : LimitsSection.None,
        };
        root.Finish();
        NameChecks.Run(draft, [.. modelKeys.Select(k => k.Name)], mistakes);
        return draft;
    }

    private static StreamKind KindOf(IReadOnlyList<StreamSection> streams, string name) =>
        streams.FirstOrDefault(s => s.Name == name)?.Kind ?? StreamKind.EEG;

    private static string OnlyRegular(IReadOnlyList<StreamSection> streams, Keys root)
    {
        var regular = streams.Where(s => s.Kind != StreamKind.Markers).ToList();
        if (regular.Count > 1)
        {
            root.Wrong("clock_stream", $"The rule is evaluated on the frames of one stream; say which with 'clock_stream': "
                + $"{string.Join(", ", regular.Select(s => s.Name))}.");
        }
        else if (regular.Count == 0)
        {
            root.Wrong("streams", "The experiment needs at least one stream of type EEG or EMG under 'streams'.");
        }

        return regular.FirstOrDefault()?.Name ?? "";
    }
}
