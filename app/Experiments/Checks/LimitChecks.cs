using System.Globalization;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>The experiment against the limits: it may only tighten them, and they must let its own protocol through.</summary>
internal static class LimitChecks
{
    public static void Run(Experiment experiment, Mistakes mistakes)
    {
        foreach (var (id, value) in experiment.Limits.Values)
        {
            Tightens(id, value, mistakes);
        }

        if (!mistakes.Any && experiment.Protocol is { } protocol)
        {
            Rehearse(experiment, protocol, mistakes);
        }
    }

    private static void Tightens(LimitId id, double value, Mistakes mistakes)
    {
        var builtIn = LimitCatalogue.Defaults.First(limit => limit.Id == id);
        var isLooser = builtIn.Sense == LimitSense.AtMost ? value > builtIn.Value : value < builtIn.Value;
        if (isLooser)
        {
            var key = LimitsSection.KeyOf(id)!;
            var side = builtIn.Sense == LimitSense.AtMost ? "at most" : "at least";
            mistakes.AddAt($"limits.{key}", string.Create(CultureInfo.InvariantCulture,
                $"'{key}' is {value} {builtIn.Unit}; an experiment can only tighten a limit, and the built-in one is {side} "
                    + $"{builtIn.Value} {builtIn.Unit} ({builtIn.Source})."));
        }
    }

    private static void Rehearse(Experiment experiment, ProtocolSection protocol, Mistakes mistakes)
    {
        try
        {
            if (ProtocolRehearsal.FirstRefusal(experiment, protocol) is var (trial, refusal))
            {
                var verdict = new GateVerdict(
                    GateOutcome.Refused, refusal.Limit, refusal.LimitValue, refusal.AskedValue, false, FaultKind.None);
                var sentence = LimitText.Sentence(verdict, ExperimentLimits.Resolve(experiment));
                var (path, remedy) = Remedy(experiment, refusal.Limit);
                mistakes.AddAt(path, $"The limits forbid trial {trial} of {protocol.Trials}. {sentence} {remedy}");
            }
        }
        catch (LimitException e)
        {
            mistakes.AddAt("limits", e.Message);
        }
    }

    private static (string Path, string Remedy) Remedy(Experiment experiment, LimitId limit) => limit switch
    {
        LimitId.MinimumInterval or LimitId.TriggerRate or LimitId.DeviceRecharge =>
            ("protocol.interval_s", "Raise 'interval_s' or lower 'jitter_percent'."),
        LimitId.PulsesPerSession or LimitId.PulsesPerDay or LimitId.SessionDuration => ("protocol.trials", "Lower 'trials', "
            + "or split them over sessions."),
        LimitId.IntensityMotor => (Setting(experiment, StimulusTarget.Motor), "Lower the output's setting."),
        LimitId.IntensityCerebellum => (Setting(experiment, StimulusTarget.Cerebellum), "Lower the output's setting."),
        LimitId.MotorThreshold => ("subject", "Add the missing threshold to 'subject' ('rmt_percent_mso'; over the "
            + "cerebellum 'inion_amt_percent_mso' too)."),
        LimitId.Horizon or LimitId.HorizonFar => ("rule", "Change 'horizon_ms', or the stream's 'transport_delay_ms'."),
        LimitId.PulsesPerSecond => ("protocol.interval_s", "Raise 'interval_s'."),
        _ => ("protocol", "Change the protocol."),
    };

    private static string Setting(Experiment experiment, StimulusTarget target)
    {
        var strongest = experiment.Outputs.Where(o => o.Target == target).MaxBy(o => o.Setting.TotalPercent);
        return strongest is null ? "outputs" : $"outputs.{strongest.Name}";
    }
}
