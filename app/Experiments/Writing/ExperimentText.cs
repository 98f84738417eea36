namespace ClosedLoop.App;

/// <summary>Writes a resolved experiment in the one form whose hash names it.</summary>
internal static class ExperimentText
{
    public static string Write(Experiment experiment)
    {
        var yaml = new YamlText();
        yaml.Integer("version", Experiment.Version);
        yaml.Text("name", experiment.Name);
        yaml.Integer("seed", experiment.Seed);
        yaml.Section("subject", () => experiment.Subject.Write(yaml));
        Named(yaml, "streams", experiment.Streams, s => s.Name, s => s.Write(yaml));
        yaml.Text("clock_stream", experiment.ClockStream);
        yaml.Span("max_age_ms", experiment.MaxAge);
        yaml.Span("watchdog_ms", experiment.Watchdog);
        yaml.Span("tolerance_ms", experiment.Tolerance);
        yaml.Text("timing", experiment.HostTiming ? "host" : "device");
        Named(yaml, "conditioning", experiment.Conditioning, c => c.Stream, c => c.Write(yaml));
        Named(yaml, "model", experiment.Models, m => m.Name, m => m.Write(yaml));
        yaml.Section("rule", () => experiment.Rule.Write(yaml));
        yaml.Section("action", () => experiment.Action.Write(yaml));
        if (experiment.Protocol is { } protocol)
        {
            yaml.Section("protocol", () => protocol.Write(yaml));
        }

        Named(yaml, "outputs", experiment.Outputs, o => o.Name, o => o.Write(yaml));
        Named(yaml, "stimulators", experiment.Stimulators, s => s.Name, s => s.Write(yaml));
        Named(yaml, "triggers", experiment.Triggers, t => t.Name, t => t.Write(yaml));
        if (experiment.Limits.Values.Count > 0)
        {
            yaml.Section("limits", () => experiment.Limits.Write(yaml));
        }

        return yaml.ToString();
    }

    private static void Named<T>(YamlText yaml, string key, IReadOnlyList<T> sections, Func<T, string> name, Action<T> write)
    {
        if (sections.Count == 0)
        {
            return;
        }

        yaml.Section(key, () =>
        {
            foreach (var section in sections)
            {
                yaml.Section(name(section), () => write(section));
            }
        });
    }
}
