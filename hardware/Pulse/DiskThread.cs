using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// The thread that writes: the record of the firing side and the dose ledger, from rings, so that no other thread ever waits for a
/// disk. A ring that runs over or a write that fails is a fault, told to the gate's thread.
/// </summary>
internal sealed class DiskThread : IFiringRecord, IDisposable
{
    private static readonly Duration Idle = Duration.FromMilliseconds(100);

    private readonly WakeWord _wake = new();
    private readonly WakeWord _gate;
    private readonly GateLogFile _log;
    private readonly Ledger _ledger;
    private readonly int _trainPulses;
    private readonly SpscRing<RecordEntry> _entries = new(2048);
    private readonly SpscRing<DiskCommand> _commands = new(64);
    private readonly SpscRing<DiskAnswer> _answers = new(64);
    private long _asked;
    private long _done;
    private long _ledgerBytes;
    private bool _hasLost;
    private bool _ends;

    public DiskThread(GateLogFile log, Ledger ledger, int trainPulses, WakeWord gate)
    {
        _log = log;
        _ledger = ledger;
        _trainPulses = trainPulses;
        _gate = gate;
        Thread = new WorkerThread("disk", null);
    }

    /// <summary>The thread.</summary>
    public WorkerThread Thread { get; }

    /// <summary>True once a line of the record was lost.</summary>
    public bool HasLost => Volatile.Read(ref _hasLost);

    /// <summary>True when every command was obeyed; the gate's thread asks.</summary>
    public bool IsIdle => Volatile.Read(ref _done) == _asked;

    /// <summary>Bytes allocated for entries of the ledger so far; exact while idle.</summary>
    public long LedgerBytes => Volatile.Read(ref _ledgerBytes);

    public void OnInput(in GateInput input, in GateVerdict verdict) => Push(new RecordEntry { Input = input, Verdict = verdict });

    public void OnOutcome(in PulseAnswer outcome) => Push(new RecordEntry { Outcome = outcome });

    public void OnHealth(in FiringHealth health) => Push(new RecordEntry { Health = health });

    /// <summary>Asks for something; the gate's thread calls it.</summary>
    public void Ask(in DiskCommand command)
    {
        if (_commands.TryPush(command))
        {
            _asked++;
        }
        else
        {
            Volatile.Write(ref _hasLost, true);
        }

        _wake.Signal();
    }

    /// <summary>Takes the oldest answer.</summary>
    public bool TryTake(out DiskAnswer answer) => _answers.TryTake(out answer);

    public void Start() => Thread.Start(Run);

    /// <summary>Writes what is left and ends; a reservation that is still open is settled as unused.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _ends, true);
        _wake.Signal();
        Thread.Join();
        _ledger.Dispose();
        _log.Dispose();
        _entries.Dispose();
        _commands.Dispose();
        _answers.Dispose();
        _wake.Dispose();
    }

    private void Push(in RecordEntry entry)
    {
        if (!_entries.TryPush(entry))
        {
            Volatile.Write(ref _hasLost, true);
        }

        _wake.Signal();
    }

    private void Run()
    {
        while (true)
        {
            var seen = _wake.Value;
            var ends = Volatile.Read(ref _ends);
            WriteEntries();
            Thread.Mark();
            ObeyCommands();
            if (ends)
            {
                return;
            }

            if (_entries.Count == 0 && _commands.Count == 0)
            {
                _wake.WaitWhile(seen, Idle);
            }
        }
    }

    private void WriteEntries()
    {
        try
        {
            while (_entries.TryTake(out var entry))
            {
                Write(entry);
            }
        }
        catch (IOException)
        {
            Answer(new DiskAnswer(DiskAnswerKind.RecordFailed, default, 0));
        }
    }

    private void Write(in RecordEntry entry)
    {
        if (entry.Input.Number != 0)
        {
            _log.OnInput(entry.Input, entry.Verdict);
        }
        else if (entry.Health.At.IsSet)
        {
            _log.OnHealth(entry.Health);
        }
        else
        {
            _log.OnOutcome(entry.Outcome);
        }
    }

    private void ObeyCommands()
    {
        while (_commands.TryTake(out var command))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Obey(command);
            }
            catch (Exception failure) when (failure is LedgerException or IOException or InvalidOperationException)
            {
                Answer(new DiskAnswer(DiskAnswerKind.LedgerFailed, default, 0));
            }

            _ledgerBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            Thread.Mark();
            Volatile.Write(ref _done, _done + 1);
            _gate.Signal();
        }
    }

    private void Obey(in DiskCommand command)
    {
        _ledger.Settle(command.Request, command.Pulses, command.At);
        switch (command.Kind)
        {
            case DiskCommandKind.Begin:
                Answer(new DiskAnswer(DiskAnswerKind.History, _ledger.History(command.At), 0));
                Reserve(command.At);
                break;
            case DiskCommandKind.SettleAndReserve:
                Reserve(command.At);
                break;
            default:
                break;
        }
    }

    private void Reserve(Instant at)
    {
        _ledger.Reserve(_trainPulses, at);
        Answer(new DiskAnswer(DiskAnswerKind.Reserved, default, _trainPulses));
    }

    private void Answer(in DiskAnswer answer)
    {
        if (!_answers.TryPush(answer))
        {
            Volatile.Write(ref _hasLost, true);
        }

        _gate.Signal();
    }
}
