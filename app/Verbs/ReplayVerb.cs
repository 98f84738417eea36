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

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "Seconds of recording a second: 1 is real time; without it as fast as it goes. Changes nothing that is decided.",
    };

    private readonly Option<bool> _partial = new("--partial")
    {
        Description = "Replay a recording that breaks off as far as it goes.",
    };

    public string Name => "replay";

    public string Summary => "Runs a recording through the live pipeline as fast as it goes, or re-creates a session's decisions and compares.";

    public string Example =>
        """
        closedloop replay replay-data/mu-trigger/experiment.yaml replay-data/mu-trigger/Subject25_1.edf
        closedloop replay --speed 10 replay-data/mu-trigger/experiment.yaml replay-data/mu-trigger/Subject25_1.edf
        closedloop replay sessions/sub-virtual_ses-20261121T093000
        """;

    public void Declare(Command command)
    {
        command.Add(_paths);
        _block.Validators.Add(result =>
        {
            // What is no number has its own message.
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var block) && block is (< 1 or > WiredSession.BlockCapacity))
            {
                result.AddError($"'--block {block}' was asked for; possible are 1 to {WiredSession.BlockCapacity} frames.");
            }
        });
        command.Add(_block);
        _speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.01 and <= 10_000))
            {
                result.AddError("'--speed' must be a number from 0.01 to 10000; leave it out to go as fast as it goes.");
            }
        });
        command.Add(_speed);
        command.Add(_out);
        command.Add(_partial);
    }

    public int Run(VerbCall call)
    {
        var paths = call.Parsed.GetValue(_paths)!;
        return paths.Length == 2 ? Recording(call, paths[0], paths[1]) : SessionReplayReport.Run(call, paths[0]);
    }

    private int Recording(VerbCall call, string experimentPath, string recording)
    {
        var experiment = ExperimentLoading.Load(experimentPath);
        Check(experiment, recording, call.Parsed.GetValue(_partial));
        var place = SessionPlace.Create(call.Parsed.GetValue(_out)!, experiment.Subject.Id, "replay");
        using var replay = Begin(experiment, recording, place, call.Parsed.GetValue(_block));
        var progress = new ProgressLine(call);
        var summary = replay.Run(seconds => progress.Show($"{seconds:0} s replayed"), call.Parsed.GetValue(_speed));
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

    /// <summary>What can be refused is refused before the session's folder is made.</summary>
    private static void Check(Experiment experiment, string recording, bool isPartial)
    {
        using var streams = new RecordingStreams(experiment, recording, 1);
        if (streams.Info.EndsEarly && !isPartial)
        {
            var where = streams.Info.Warnings.First(warning => warning.IsEnd);
            throw new RefusedException($"'{recording}' breaks off, {where} Replay it as far as it goes with --partial.");
        }

        ExperimentLimits.Resolve(experiment);
    }

    /// <summary>What only the wiring finds, such as a missing electrode, leaves no folder behind either.</summary>
    private static RecordingReplay Begin(Experiment experiment, string recording, SessionPlace place, int block)
    {
        try
        {
            return new RecordingReplay(experiment, recording, place, block);
        }
        catch (RefusedException)
        {
            place.Discard();
            throw;
        }
    }
}
