using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>
/// Re-creates a session: its turns, frames and other inputs go through the same fold again, which must give the same beliefs, decisions and
/// requests; the gate's inputs go through the same gate, which must give the same verdicts.
/// </summary>
internal static class SessionReplay
{
    /// <summary>Replays up to the last whole turn.</summary>
    public static SessionReplaySummary Run(SessionFiles files)
    {
        var sources = Sources(files);
        var recorded = new RecordedInputs(files.Inputs);
        ComparingRecord? record = null;
        using var session = new WiredSession(files.Experiment, files.Recording.Streams, new SessionEnds
        {
            Link = recorded,
            Commands = recorded,
            SideLane = recorded,
            Faults = recorded,
            Record = lines => record = new ComparingRecord(lines, files.Decisions, breaksOff: files.Header.End is null),
            IsOpenLoop = files.Header.OpenLoop,
        });
        var turns = Play(files, sources, recorded, session.Thinking, out var isComplete);
        session.Thinking.Finish();
        record!.Finish();
        var requests = new RequestComparison();
        var gate = ReplayGate(files.Folder, requests);
        return new SessionReplaySummary
        {
            Session = Path.GetFullPath(files.Folder),
            Outcome = files.Header.Outcome,
            Turns = turns,
            Inputs = session.Thinking.InputCount,
            IsComplete = isComplete,
            Decisions = record.Count,
            DecisionsOnRecord = files.Decisions.Count,
            FirstDifference = record.Difference is var (line, was, now) ? new DecisionDifference(line, was, now) : null,
            Stages = StageComparison.All(files.Header, SessionHeader.HashesOf(session.Thinking)),
            GateInputs = gate.Inputs,
            GateDifference = SessionReplaySummary.Describe(gate)
                ?? requests.FirstDifference(recorded.Asked, isComplete && files.Header.End is not null),
        };
    }

    private static FiringReplayResult ReplayGate(string folder, IFiringRecord requests)
    {
        try
        {
            return FiringReplay.Run(Path.Combine(folder, "gate.jsonl"), requests);
        }
        catch (FormatException damage)
        {
            throw new RefusedException($"The session '{folder}' cannot be replayed: {damage.Message}", damage);
        }
    }

    private static SteppedSource[] Sources(SessionFiles files) =>
    [
        .. files.Recording.Streams.Select((stream, index) =>
        {
            if (!stream.IsText)
            {
                return SteppedSource.OfFrames(stream, 256, files.Recording.OpenStream(index).Read);
            }

            var markers = files.Recording.OpenMarkers(index);
            return SteppedSource.OfMarkers(stream, () => markers.TryRead(out var marker) ? marker : null);
        }),
    ];

    private static long Play(
        SessionFiles files, SteppedSource[] sources, RecordedInputs recorded, Thinking thinking, out bool isComplete)
    {
        var clock = new FakeClock(files.Recording.Origin);
        var sequencer = new Sequencer(clock, sources, thinking);
        var turns = files.Recording.OpenTurns();
        var values = new long[TurnStream.Size(sources.Length)];
        var left = Enumerable.Range(0, sources.Length).Select(files.Recording.CountOf).ToArray();
        var others = files.Inputs.Select(entry => entry.Input).ToHashSet();
        isComplete = true;
        for (long turn = 0; ; turn++)
        {
            if (!turns.TryRead(out var taken, values))
            {
                return turn;
            }

            if (!IsWhole(values, left, others))
            {
                isComplete = false;
                return turn;
            }

            clock.AdvanceTo(taken);
            recorded.AllowBefore(TurnStream.FirstInput(values) + TurnStream.Others(values));
            for (var stream = 0; stream < sources.Length; stream++)
            {
                sources[stream].Allow((int)TurnStream.Frames(values, stream));
                left[stream] -= TurnStream.Frames(values, stream);
            }

            sequencer.Turn();
        }
    }

    /// <summary>After a kill one file may hold more than another: a turn counts only if all of it is there.</summary>
    private static bool IsWhole(long[] values, long[] left, HashSet<long> others)
    {
        for (var stream = 0; stream < left.Length; stream++)
        {
            if (TurnStream.Frames(values, stream) > left[stream])
            {
                return false;
            }
        }

        for (long input = 0; input < TurnStream.Others(values); input++)
        {
            if (!others.Contains(TurnStream.FirstInput(values) + input))
            {
                return false;
            }
        }

        return true;
    }
}
