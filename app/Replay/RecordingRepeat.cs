using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>
/// Re-creates a session that was itself the replay of a recording: such a folder holds no samples, so the recording that it names is
/// replayed once more, in a temporary folder, and all that came out is compared.
/// </summary>
internal static class RecordingRepeat
{
    private const int Block = 256;

    /// <summary>Replays the recording again.</summary>
    /// <exception cref="RefusedException">The recording is not where it was, or is not what it was.</exception>
    public static SessionReplaySummary Run(string folder, SessionHeader header, RecordingReference recording)
    {
        Check(folder, recording);
        var experiment = ExperimentLoading.Load(Path.Combine(folder, "experiment.yaml"));
        var recorded = SessionFiles.WholeLines(Path.Combine(folder, "decisions.jsonl"));
        var temporary = Directory.CreateTempSubdirectory("closedloop-replay-");
        try
        {
            var place = SessionPlace.Create(temporary.FullName, experiment.Subject.Id, "replay");
            var (again, inputs) = Replay(experiment, recording.Path, place);
            var replayed = SessionFiles.WholeLines(place.File("decisions.jsonl"));
            return Summary(folder, header, again, inputs, recorded, replayed);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static void Check(string folder, RecordingReference recording)
    {
        if (!File.Exists(recording.Path))
        {
            throw new RefusedException(
                $"The session '{folder}' replayed '{recording.Path}', which is not there any more; put the recording back to compare.");
        }

        if (RecordingReplay.Sha256Of(recording.Path) != recording.Sha256)
        {
            throw new RefusedException(
                $"The session '{folder}' replayed '{recording.Path}', which has changed since (its SHA-256 is another); put the old file back to compare.");
        }
    }

    private static (ReplaySummary Summary, long Inputs) Replay(Experiment experiment, string recording, SessionPlace place)
    {
        using var replay = new RecordingReplay(experiment, recording, place, Block);
        var summary = replay.Run(_ => { });
        return (summary, replay.Thinking.InputCount);
    }

    private static SessionReplaySummary Summary(
        string folder, SessionHeader header, ReplaySummary again, long inputs, List<string> recorded, List<string> replayed)
    {
        var hasEnded = header.StageHashes.Count > 0;
        var gate = FiringReplay.Run(Path.Combine(folder, "gate.jsonl"));
        return new SessionReplaySummary
        {
            Session = Path.GetFullPath(folder),
            Outcome = header.Outcome,
            Turns = again.Blocks,
            Inputs = inputs,
            IsComplete = hasEnded,
            Decisions = replayed.Count,
            DecisionsOnRecord = recorded.Count,
            FirstDifference = FirstDifference(recorded, replayed, hasEnded),
            Stages = StageComparison.All(header, again.StageHashes),
            GateInputs = gate.Inputs,
            GateDifference = SessionReplaySummary.Describe(gate),
        };
    }

    /// <summary>A session that was killed has fewer lines than its replay; one that ended has as many.</summary>
    private static DecisionDifference? FirstDifference(List<string> recorded, List<string> replayed, bool hasEnded)
    {
        var lines = hasEnded ? Math.Max(recorded.Count, replayed.Count) : recorded.Count;
        for (var line = 0; line < lines; line++)
        {
            var was = line < recorded.Count ? recorded[line] : "(nothing)";
            var now = line < replayed.Count ? replayed[line] : "(nothing)";
            if (was != now)
            {
                return new DecisionDifference(line + 1, was, now);
            }
        }

        return null;
    }
}
