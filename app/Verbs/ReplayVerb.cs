using System.CommandLine;

namespace ClosedLoop.App;

/// <summary><c>replay</c>: a recording through the live pipeline, or a session's decisions re-created and compared.</summary>
internal sealed class ReplayVerb : IVerb
{
    private readonly Argument<string[]> _paths = new("PATHS")
    {
        Description = "EXPERIMENT RECORDING, or the folder of one SESSION.",
        Arity = new ArgumentArity(1, 2),
    };

    private readonly Option<int> _block = new("--block")
    {
        Description = "Frames read at a time (1 to 4096); changes nothing but speed.",
        DefaultValueFactory = _ => 32,
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Where session folders are made.",
        DefaultValueFactory = _ => "sessions",
    };

    public string Name => "replay";

    public string Summary => "Runs a recording through the live pipeline as fast as it goes, or re-creates a session's decisions and compares.";

    public string Example =>
        """
        closedloop replay replay-data/mu-trigger/experiment.yaml replay-data/mu-trigger/Subject25_1.edf
        closedloop replay sessions/sub-virtual_ses-20261121T093000
        """;

    public void Declare(Command command)
    {
        command.Add(_paths);
        command.Add(_block);
        command.Add(_out);
    }

    public int Run(VerbCall call)
    {
        var paths = call.Parsed.GetValue(_paths)!;
        return paths.Length == 2 ? Recording(call, paths[0], paths[1]) : SessionReplayReport.Run(call, paths[0]);
    }

    private int Recording(VerbCall call, string experimentPath, string recording)
    {
        var block = call.Parsed.GetValue(_block);
        if (block is < 1 or > WiredSession.BlockCapacity)
        {
            throw new RefusedException($"'--block {block}' was asked for; possible are 1 to {WiredSession.BlockCapacity} frames.");
        }

        var experiment = ExperimentLoading.Load(experimentPath);
        if (!File.Exists(recording))
        {
            throw new RefusedException($"There is no recording '{recording}'; check the path.");
        }

        // Whatever could be refused is refused before the session's folder is made.
        using (var probe = new RecordingStreams(experiment, recording, 1))
        {
            ExperimentLimits.Resolve(experiment);
        }

        var place = SessionPlace.Create(call.Parsed.GetValue(_out)!, experiment.Subject.Id, "replay");
        using var replay = new RecordingReplay(experiment, recording, place, block);
        var progress = new ProgressLine(call);
        var summary = replay.Run(seconds => progress.Show($"{seconds:0} s replayed"));
        progress.Clear();
        if (call.Json)
        {
            call.WriteJson(summary);
        }
        else
        {
            ReplayText.Write(call, summary);
        }

        return 0;
    }
}
