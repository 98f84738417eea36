using ClosedLoop.App;

namespace ClosedLoop.Tests.Loop;

/// <summary>One replay of a recording in a folder of its own, which goes when the run is disposed.</summary>
internal sealed class ReplayRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("closedloop-replay-");

    private ReplayRun(string experiment, string recording, int block)
    {
        var place = SessionPlace.Create(_folder.FullName, "sub-test", "replay");
        using var replay = new RecordingReplay(ExperimentLoading.Load(experiment), recording, place, block);
        Summary = replay.Run(_ => { });
    }

    /// <summary>The experiment of the golden replay.</summary>
    public static string Experiment => InRepository("replay-data/mu-trigger/experiment.yaml");

    /// <summary>The recording of the golden replay.</summary>
    public static string Recording => InRepository("replay-data/mu-trigger/Subject25_1.edf");

    public ReplaySummary Summary { get; }

    /// <summary>The golden recording with blocks of so many frames.</summary>
    public static ReplayRun Golden(int block = 32) => new(Experiment, Recording, block);

    /// <summary>Another recording through the golden experiment.</summary>
    public static ReplayRun Of(string recording) => new(Experiment, recording, 32);

    /// <summary>A path below the repository's root.</summary>
    public static string InRepository(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClosedLoop.sln")))
            {
                return Path.Combine(folder.FullName, relative);
            }
        }

        throw new DirectoryNotFoundException("These tests run inside the repository.");
    }

    /// <summary>Path of a file of the session.</summary>
    public string PathOf(string name) => Path.Combine(Summary.Session, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
