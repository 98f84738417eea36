using System.CommandLine;
using System.Globalization;
using ClosedLoop.Core;
using ClosedLoop.Safety;

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

        var limits = experiment.Outputs.Count > 0 ? ExperimentLimits.Resolve(experiment) : null;
        if (call.Json)
        {
            call.WriteJson(Facts(path, experiment, limits));
            return 0;
        }

        call.Out.Write(experiment.ToYaml());
        Explain(call, path, experiment, limits);
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

    private static object Facts(string path, Experiment experiment, ResolvedLimits? limits) => new
    {
        File = path,
        Ok = true,
        experiment.Name,
        Sha256 = experiment.Sha256(),
        experiment.IsSimulated,
        experiment.Protocol?.Trials,
        Pulses = experiment.Protocol?.PulseCount,
        DurationS = LeastDuration(experiment)?.TotalSeconds,
        Remarks = Remarks(experiment),
        LimitsSha256 = limits is null ? null : Convert.ToHexStringLower(limits.Hash),
        Limits = LimitLines.Of(limits),
        Resolved = experiment.ToYaml(),
    };

    private static void Explain(VerbCall call, string path, Experiment experiment, ResolvedLimits? limits)
    {
        if (limits is not null)
        {
            call.Say("");
            call.Say("Limits in force");
            foreach (var line in LimitLines.Text(LimitLines.Of(limits)))
            {
                call.Say("  " + line);
            }
        }

        call.Say("");
        foreach (var remark in Remarks(experiment))
        {
            call.Say(remark);
        }

        call.Say($"{path} is without mistakes; nothing was armed. SHA-256 of the resolved form: {experiment.Sha256()}");
    }

    private static List<string> Remarks(Experiment experiment)
    {
        var remarks = new List<string>();
        if (experiment.Protocol is { } protocol && LeastDuration(experiment) is { } duration)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture,
                $"{protocol.Trials} trials with {protocol.PulseCount} pulses take at least {duration.TotalSeconds / 60:0.0} "
                    + $"min, and as much longer as the rule waits; the limits let all of them through."));
        }

        if (experiment.HostTiming)
        {
            remarks.Add("Host timing: pulses less than 100 ms apart are timed by the host; every report says so.");
        }

        if (experiment.IsSimulated)
        {
            remarks.Add("All outputs are simulated or emulated.");
        }
        else
        {
            remarks.Add("Real outputs: arming needs a person at a terminal.");
            if (experiment.Subject.Screening is not { Cleared: true })
            {
                remarks.Add("There is no screening record that clears the subject ('subject.screening'), so the real "
                    + "outputs cannot be armed.");
            }
        }

        return remarks;
    }

    private static Duration? LeastDuration(Experiment experiment) => experiment.Protocol is { } protocol
        ? protocol.Interval * (protocol.Trials - 1)
        : null;
}
