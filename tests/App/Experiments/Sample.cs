using ClosedLoop.App;

namespace ClosedLoop.Tests.App;

/// <summary>Experiments as text, and short ways to read them.</summary>
internal static class Sample
{
    public const string Single = """
        version: 1
        name: Single pulses
        subject: {id: sub-01, rmt_percent_mso: 50, simulated: true}
        streams:
          eeg: {type: EEG}
        conditioning:
          eeg: {laplacian: C3}
        model:
          mu: {kind: kalman_oscillator, stream: eeg}
        rule:
          phase: {of: mu, target_deg: 180}
        action: {stimulate: {}}
        protocol: {kind: single, output: ts, trials: 10}
        outputs:
          ts: {stimulator: device, trigger: box.1, target: m1, setting_percent_rmt: 120}
        stimulators:
          device: {kind: simulated}
        triggers:
          box: {kind: simulated}

        """;

    public static Experiment Cbi => Good(File.ReadAllText(InRepository("experiments/cbi-mu-phase.yaml")));

    public static string CbiText => File.ReadAllText(InRepository("experiments/cbi-mu-phase.yaml"));

    public static Experiment Good(string text)
    {
        var reading = ExperimentFile.Parse(text);
        Assert.True(reading.Experiment is not null, string.Join('\n', reading.Errors));
        return reading.Experiment;
    }

    /// <summary>The mistakes of a text that must have some.</summary>
    public static IReadOnlyList<ExperimentError> Bad(string text)
    {
        var reading = ExperimentFile.Parse(text);
        Assert.Null(reading.Experiment);
        Assert.NotEmpty(reading.Errors);
        return reading.Errors;
    }

    /// <summary>The one mistake that replacing a piece of the single-pulse experiment makes.</summary>
    public static ExperimentError OneMistake(string old, string @new) => Assert.Single(Bad(Changed(Single, old, @new)));

    public static string Changed(string text, string old, string @new)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, @new, StringComparison.Ordinal);
    }

    public static string InRepository(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ClosedLoop.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, relative);
    }
}
