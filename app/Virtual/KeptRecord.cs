using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// The record of a session that can wait for its disk: what a live session writes, written out between turns. It loses nothing,
/// however much faster than real time the session runs.
/// </summary>
internal sealed class KeptRecord : ISessionRecord, IDisposable
{
    private static readonly TimeSpan DiskPatience = TimeSpan.FromMinutes(1);

    private readonly SessionRecorder _recorder;
    private readonly SessionJournal _journal;
    private readonly long[] _turn;

    /// <summary>Creates the files.</summary>
    public KeptRecord(SessionPlace place, Instant origin, IReadOnlyList<StreamInfo> streams, DecisionLines lines)
    {
        _recorder = new SessionRecorder(place.File("recording.xdf"), origin, streams, TurnStream.Info(streams));
        _journal = new SessionJournal(place.Path, lines, origin);
        _turn = new long[TurnStream.Size(streams.Count)];
    }

    /// <summary>Why the record is incomplete, in one sentence; null while it is whole.</summary>
    public string? Lost => _journal.Lost
        ?? (HasLost ? $"the recording lost data ({_recorder.Lost}) {_recorder.LostBecause}".TrimEnd() : null);

    private bool HasLost => _recorder.Lost != RecorderLoss.None;

    private bool IsBehind => _recorder.Backlog > SessionRecorder.DefaultCapacity / 2;

    public void Turn(TurnRecord turn)
    {
        TurnStream.Encode(turn, _turn);
        _recorder.AppendTurn(turn.Taken, _turn);
    }

    public void Frames(int stream, SampleBlock block) => _recorder.Append(stream, block);

    public void Marker(int stream, in Marker marker) => _recorder.AppendMarker(stream, marker);

    public void Answer(long input, in PulseAnswer answer) => _journal.Add(new InputEntry { Input = input, Answer = answer });

    public void Command(long input, OperatorCommand command) => _journal.Add(new InputEntry { Input = input, Command = command });

    public void Side(long input, SideResult result) => _journal.Add(new InputEntry { Input = input, Side = result });

    public void Fault(long input, FaultReport fault) => _journal.Add(new InputEntry { Input = input, Fault = fault });

    public void Decision(DecisionRecord decision) => _journal.Add(decision);

    public void Trial(Trial trial) => _journal.Add(trial);

    /// <summary>Writes the journal out, and waits while the recorder has more than half of its ring to write.</summary>
    public void CatchUp()
    {
        _journal.Drain();
        SpinWait.SpinUntil(() => HasLost || !IsBehind, DiskPatience);
    }

    /// <summary>Writes the rest and closes the files.</summary>
    public void Dispose()
    {
        _journal.Dispose();
        _recorder.Dispose();
    }
}
