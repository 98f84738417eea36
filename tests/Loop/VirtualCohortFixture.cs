using ClosedLoop.App;

namespace ClosedLoop.Tests.Loop;

/// <summary>40 virtual sessions of the experiment that ships with the program, run once for all tests.</summary>
public sealed class VirtualCohortFixture
{
    internal const long FirstSeed = 1001;
    private const int Count = 40;

    /// <summary>Runs the sessions.</summary>
    public VirtualCohortFixture() => Sessions = VirtualCohort.Run(Experiment, FirstSeed, Count, Environment.ProcessorCount);

    internal Experiment Experiment { get; } =
        ExperimentLoading.Load(Path.Combine(ArchitectureSources.Root, "experiments", "cbi-mu-phase.yaml"));

    internal IReadOnlyList<VirtualSessionResult> Sessions { get; }
}
