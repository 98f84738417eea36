using System.CommandLine;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary><c>check</c>: resolves an experiment and shows it with every limit in force; arms nothing.</summary>
internal sealed class CheckVerb : IVerb
{
    private readonly Argument<string> _file = new("EXPERIMENT") { Description = "The experiment file." };

    public string Name => "check";

    public string Summary => "Validates an experiment and shows it resolved, with every limit in force; arms nothing.";

    public string Example => "closedloop check experiments/cbi-mu-phase.yaml";

    public void Declare(Command command) => command.Add(_file);

    public int Run(VerbCall call)
    {
        var path = call.Parsed.GetValue(_file)!;
        var reading = ExperimentFile.Read(path);
        if (reading.Experiment is not { } experiment)
        {
            return Mistaken(call, path, reading.Errors);
        }

        if (call.Json)
        {
            call.WriteJson(Facts(path, experiment));
            return 0;
        }

        call.Out.Write(experiment.ToYaml());
        call.Say("");
        call.Say($"{path} is without mistakes. SHA-256 of the resolved form above: {experiment.Sha256()}");
        Explain(call, experiment);
        return 0;
    }

    private static int Mistaken(VerbCall call, string path, IReadOnlyList<ExperimentError> errors)
    {
        foreach (var error in errors)
        {
            call.Error.WriteLine(error);
        }

        var count = errors.Count == 1 ? "1 mistake" : $"{errors.Count} mistakes";
        call.Error.WriteLine($"closedloop: {path} has {count}; nothing was armed.");
        if (call.Json)
        {
            call.WriteJson(new { File = path, Ok = false, Errors = errors.Select(e => new { e.Line, e.Column, e.Message }) });
        }

        return 1;
    }

    private static object Facts(string path, Experiment experiment) => new
    {
        File = path,
        Ok = true,
        experiment.Name,
        Sha256 = experiment.Sha256(),
        experiment.IsSimulated,
        experiment.Protocol?.Trials,
        Pulses = experiment.Protocol?.PulseCount,
        DurationS = LeastDuration(experiment)?.TotalSeconds,
        Resolved = experiment.ToYaml(),
    };

    private static void Explain(VerbCall call, Experiment experiment)
    {
        if (experiment.Protocol is { } protocol && LeastDuration(experiment) is { } duration)
        {
            call.Say(FormattableString.Invariant(
                $"{protocol.Trials} trials with {protocol.PulseCount} pulses take at least {duration.TotalSeconds / 60:0.0} min, and as much longer as the rule waits."));
        }

        call.Say(experiment.IsSimulated ? "All outputs are simulated or emulated." : "Real outputs: arming needs a person at a terminal.");
    }

    private static Duration? LeastDuration(Experiment experiment) => experiment.Protocol is { } protocol
        ? protocol.Interval * (protocol.Trials - 1)
        : null;
}
