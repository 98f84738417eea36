using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary>Virtual subjects who fit an experiment: its threshold, its coils, and only the electrodes that it looks at.</summary>
internal static class VirtualSubjects
{
    private static readonly IReadOnlyList<string> AroundC3 = ["C3", "FC1", "FC5", "CP1", "CP5"];

    /// <summary>The subject of one seed.</summary>
    /// <param name="experiment">Its outputs are the coils: one over the motor cortex, one over the cerebellum.</param>
    /// <param name="seed">Decides all that is random in the subject, the hidden inhibition too.</param>
    /// <exception cref="RefusedException">The experiment has no output over the motor cortex.</exception>
    public static SubjectSettings For(Experiment experiment, long seed)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var defaults = new SubjectSettings();
        var limits = ExperimentLimits.Settings(experiment);
        return defaults with
        {
            Seed = unchecked((ulong)seed),
            Electrodes = Electrodes(experiment),
            EegRate = ModelRate(experiment) ?? defaults.EegRate,
            RestingMotorThreshold = experiment.Subject.RestingMotorThreshold ?? defaults.RestingMotorThreshold,
            TestCoil = Coil(limits, Safety.StimulusTarget.Motor)
                ?? throw new RefusedException("A virtual subject answers to pulses over M1; add an output with 'target: m1'."),
            ConditioningCoil = Coil(limits, Safety.StimulusTarget.Cerebellum) ?? defaults.ConditioningCoil,
        };
    }

    private static IReadOnlyList<string> Electrodes(Experiment experiment) =>
        experiment.Conditioning.Any(section => section is { Laplacian: true, Channel: "C3", Neighbours.Count: 0 })
            ? AroundC3
            : SubjectSettings.DefaultElectrodes;

    /// <summary>The rate of the models is enough for a head without an amplifier: nothing is left to decimate.</summary>
    private static Frequency? ModelRate(Experiment experiment) =>
        experiment.Conditioning.FirstOrDefault(section => section.Stream == experiment.ClockStream)?.ModelRate;

    private static string? Coil(Safety.LimitSettings limits, Safety.StimulusTarget target) =>
        limits.Outputs.FirstOrDefault(output => output.Target == target)?.Name;
}
