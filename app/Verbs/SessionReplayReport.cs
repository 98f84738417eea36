namespace ClosedLoop.App;

/// <summary>Replays a session and says where, if anywhere, it differs.</summary>
internal static class SessionReplayReport
{
    /// <summary>0 if everything is the same; 1 with the first difference otherwise.</summary>
    public static int Run(VerbCall call, string folder)
    {
        var summary = Replay(folder);
        if (call.Json)
        {
            call.WriteJson(summary);
            return summary.IsSame ? 0 : 1;
        }

        call.Say($"{summary.Session} ({summary.Outcome}): {summary.Turns} turns with {summary.Inputs} inputs replayed"
            + (summary.IsComplete ? "." : "; the record breaks off there, and what follows it was left out."));
        foreach (var stage in summary.Stages)
        {
            var word = stage.Same switch { true => "same", false => "DIFFERENT", null => "(no hash on record)" };
            call.Say($"  {stage.Stage,-13}{stage.Replayed}  {word}");
        }

        call.Say($"  decisions    {summary.Decisions} made again, {summary.DecisionsOnRecord} on record");
        call.Say($"  gate         {summary.GateInputs} inputs judged again");
        return summary.IsSame ? Same(call) : Different(call, summary);
    }

    private static SessionReplaySummary Replay(string folder)
    {
        if (File.Exists(folder))
        {
            throw new RefusedException(
                $"'{folder}' is a file, and a session is a folder; to replay a recording, name the experiment before it.");
        }

        if (Directory.Exists(folder) && SessionHeader.Read(folder) is { Recording: { } recording } header)
        {
            return RecordingRepeat.Run(folder, header, recording);
        }

        using var files = SessionFiles.Open(folder);
        return SessionReplay.Run(files);
    }

    private static int Same(VerbCall call)
    {
        call.Say("Beliefs, decisions, requests and verdicts are the same.");
        return 0;
    }

    private static int Different(VerbCall call, SessionReplaySummary summary)
    {
        if (summary.FirstDifference is { } difference)
        {
            call.Error.WriteLine($"line {difference.Line} of decisions.jsonl differs");
            call.Error.WriteLine($"  recorded  {difference.Recorded}");
            call.Error.WriteLine($"  replayed  {difference.Replayed}");
        }

        if (summary.GateDifference is { } gate)
        {
            call.Error.WriteLine($"gate.jsonl differs: {gate}");
        }

        var first = summary.Stages.FirstOrDefault(stage => stage.Same == false)?.Stage ?? "verdicts";
        call.Error.WriteLine($"closedloop: the replay differs from the session, first in the stage '{first}'.");
        return 1;
    }
}
