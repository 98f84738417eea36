using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>From an experiment to the limits in force, which the gate holds and both processes must agree on.</summary>
public static class ExperimentLimits
{
    /// <summary>Resolves the limits of an experiment.</summary>
    /// <exception cref="RefusedException">The experiment asks for something looser than a hard cap, or describes the impossible.</exception>
    public static ResolvedLimits Resolve(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        try
        {
            return Settings(experiment).Resolve();
        }
        catch (LimitException refusal)
        {
            throw new RefusedException(refusal.Message, refusal);
        }
    }

    /// <summary>What each stimulator is set to, by its index: the setting of the output wired to it.</summary>
    public static IReadOnlyList<PercentMso> DeviceSettings(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return
        [
            .. experiment.Stimulators.Select(device =>
                experiment.Outputs.FirstOrDefault(output => output.Stimulator == device.Name)?.Setting ?? default),
        ];
    }

    /// <summary>What the experiment says of limits, before it is held against the hard caps.</summary>
    public static LimitSettings Settings(Experiment experiment)
    {
        var values = experiment.Limits.Values.ToDictionary(limit => limit.Limit, limit => limit.Value);
        values.TryAdd(LimitId.DataAge, Milliseconds(experiment.MaxAge));
        values.TryAdd(LimitId.Lateness, Milliseconds(experiment.Tolerance));
        values.TryAdd(LimitId.Watchdog, Milliseconds(experiment.Watchdog));
        return new LimitSettings
        {
            Subject = new SubjectFacts
            {
                Id = experiment.Subject.Id,
                RestingThreshold = experiment.Subject.RestingMotorThreshold,
                ActiveThreshold = experiment.Subject.ActiveMotorThreshold,
                InionThreshold = experiment.Subject.InionActiveMotorThreshold,
                IsScreened = experiment.Subject.Screening is { Cleared: true },
            },
            Outputs = [.. experiment.Outputs.Select(output => Facts(experiment, output))],
            Values = values,
            IsHostTimingAccepted = experiment.HostTiming,
        };
    }

    // By division, so that 0.2 ms is the same double as the 0.2 of the catalogue.
    private static double Milliseconds(Duration span) => span.TotalNanoseconds / 1e6;

    private static OutputFacts Facts(Experiment experiment, OutputSection output)
    {
        var device = experiment.Stimulators[experiment.StimulatorIndex(output.Stimulator)];
        var trigger = experiment.Triggers.First(box => box.Name == output.Trigger);
        return new OutputFacts
        {
            Name = output.Name,
            Target = output.Target,
            Device = experiment.StimulatorIndex(output.Stimulator),
            Trigger = experiment.Triggers.Select((box, index) => (box, index)).First(pair => pair.box == trigger).index,
            IsDeviceTimed = trigger.IsDeviceTimed,
            IsSimulated = device.IsSimulated,
            IsTemperatureUnmonitored = device.Kind == StimulatorKind.Simulated,
        };
    }
}
