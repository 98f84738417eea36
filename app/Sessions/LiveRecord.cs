using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// The record of a live session: frames, markers and turns into the recording, everything else into the journal. The acquisition thread only
/// fills rings; threads of their own write, and once a second hand all to the operating system, so that a kill loses a second at most.
/// </summary>
internal sealed class LiveRecord : ISessionRecord, IDisposable
{
    private static readonly TimeSpan DrainPeriod = TimeSpan.FromMilliseconds(100);
    private const int DrainsAFlush = 10;

    private readonly SessionRecorder _recorder;
    private readonly SessionJournal _journal;
    private readonly long[] _turn;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new(false);

    /// <summary>Creates the files and starts the journal's thread.</summary>
    public LiveRecord(SessionPlace place, Instant origin, IReadOnlyList<StreamInfo> streams, DecisionLines lines)
    {
        _recorder = new SessionRecorder(place.File("recording.xdf"), origin, streams, TurnStream.Info(streams));
        _journal = new SessionJournal(place.Path, lines, origin);
        _turn = new long[TurnStream.Size(streams.Count)];
        _thread = new Thread(Work) { Name = "journal", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Why the record is incomplete, in one sentence; null while it is whole. Any thread.</summary>
    public string? Lost => _journal.Lost
        ?? (_recorder.Lost == RecorderLoss.None ? null : $"the recording lost data ({_recorder.Lost}) {_recorder.LostBecause}".TrimEnd());

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

    /// <summary>Writes the rest and closes the files; the acquisition thread has ended.</summary>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _journal.Dispose();
        _recorder.Dispose();
        _end.Dispose();
    }

    private void Work()
    {
        for (var drain = 1; !_end.Wait(DrainPeriod); drain++)
        {
            _journal.Drain();
            if (drain % DrainsAFlush == 0)
            {
                _journal.Flush();
                _recorder.RequestFlush();
            }
        }
    }
}
