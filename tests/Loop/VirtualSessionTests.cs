using ClosedLoop.App;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>A virtual session on record is a session like any other.</summary>
public sealed class VirtualSessionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("virtual-session-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_virtual_session_on_record_is_recreated_exactly()
    {
        var recorded = Record(seed: 7, trials: 8);
        using var files = SessionFiles.Open(recorded.Folder!);

        var replayed = SessionReplay.Run(files);

        Assert.True(replayed.IsComplete);
        Assert.Null(replayed.FirstDifference);
        Assert.Null(replayed.GateDifference);
        Assert.All(replayed.Stages, stage => Assert.True(stage.Same, stage.Stage));
        Assert.Equal(recorded.Counts.Decisions, replayed.Decisions);
        Assert.True(replayed.GateInputs > recorded.Trials.Count);
    }

    [Fact]
    public void The_folder_holds_the_trials_and_the_truth_in_a_file_of_its_own()
    {
        var recorded = Record(seed: 8, trials: 8);

        var trials = File.ReadAllLines(Path.Combine(recorded.Folder!, "trials.tsv"));
        Assert.Equal(1 + recorded.Trials.Count, trials.Length);
        Assert.Contains("cbi_ratio", File.ReadAllText(Path.Combine(recorded.Folder!, "truth.json")), StringComparison.Ordinal);
        Assert.Contains("\"done\"", File.ReadAllText(Path.Combine(recorded.Folder!, "session.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeping_a_record_changes_nothing()
    {
        var recorded = Record(seed: 9, trials: 4);
        var experiment = Experiment(trials: 4);

        Assert.Equal(VirtualCohort.One(experiment, seed: 9).StageHashes, recorded.StageHashes);
    }

    private VirtualSessionResult Record(long seed, int trials)
    {
        var experiment = Experiment(trials);
        return VirtualCohort.One(experiment, seed, SessionPlace.Create(_root, experiment.Subject.Id, "virtual"));
    }

    private static Experiment Experiment(int trials)
    {
        var experiment = ExperimentLoading.Load(Path.Combine(ArchitectureSources.Root, "experiments", "cbi-mu-phase.yaml"));
        return experiment with { Protocol = experiment.Protocol! with { Trials = trials } };
    }
}
