using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// The pulse process without the process: devices and their threads, the pulse thread, the disk thread, and the turns of the link and
/// the gate, which the caller's thread takes in <see cref="Run"/>.
/// </summary>
/// <remarks>
/// A turn takes in what has come since the last, at one instant: what the system says (partner, signals, sleep), requests, the beat,
/// reports, answers of the disk. It touches no disk, and of the devices only a trigger, to cancel (docs/hardware.md). After arming nothing on it allocates.
/// </remarks>
internal sealed class PulseStation : IFiringPlant, IDisposable
{
    private static readonly Duration TurnPeriod = Duration.FromMilliseconds(2);
    private static readonly Duration TickPeriod = Duration.FromMilliseconds(100);
    private static readonly Duration BeatAhead = Duration.FromMilliseconds(5);
    private static readonly Duration EndingPatience = Duration.FromSeconds(3);

    private readonly StationParts _parts;
    private readonly LinkServer _link;
    private readonly FiringFold _fold;
    private readonly TrainFollower _follower;
    private readonly ArmingSequence _arming;
    private readonly HealthMeter _health;
    private readonly Clock _clock;
    private readonly HostSleep _sleep;
    private readonly Func<bool> _isControllerGone;
    private readonly Duration _watchdog;
    private Instant _beatFrom;
    private Instant _lastBeat;
    private Instant _nextTick;
    private Instant _endBy;
    private bool _isTold;
    private bool _hasOverflown;
    private int _termination;

    /// <summary>Opens everything that the plan names; nothing is energised. Allocates, blocks, and throws with the reason and the remedy.</summary>
    /// <param name="plan">What to drive and within which limits.</param>
    /// <param name="kinds">The kinds of devices that the program knows.</param>
    /// <param name="clock">This machine's clock.</param>
    /// <param name="sleep">Notices that the host slept.</param>
    /// <param name="isControllerGone">True once the thinking process has ended; asked in each turn.</param>
    public PulseStation(PulsePlan plan, DeviceKinds kinds, Clock clock, HostSleep sleep, Func<bool> isControllerGone)
    {
        _clock = clock;
        _sleep = sleep;
        _isControllerGone = isControllerGone;
        _parts = new StationParts(plan, kinds, clock, sleep);
        _link = _parts.Link;
        _health = new HealthMeter(_parts.Workers);
        var limits = _parts.Limits;
        _watchdog = limits.Watchdog;
        _fold = new FiringFold(_parts.Turnstile, this, _parts.Disk);
        _follower = new TrainFollower(_fold, _parts.Wiring, _parts.Releases.Release, limits);
        _arming = new ArmingSequence(_fold, _parts.Stimulators, _parts.Triggers);
    }

    /// <summary>What each thread was granted, by its name; complete once <see cref="Start"/> has returned.</summary>
    public IReadOnlyDictionary<string, RealtimeGrants> Grants => _parts.Workers.ToDictionary(w => w.Name, w => w.Grants);

    /// <summary>What ended threads early, to be shown when the station has ended.</summary>
    public IEnumerable<string> Failures => _parts.Workers.Where(w => w.Failure is not null).Select(w => $"{w.Name}: {w.Failure!.Message}");

    /// <summary>Starts the threads of devices, pulse and disk.</summary>
    public void Start() => _parts.Start();

    /// <summary>True when the station has ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The system told the process to end; any thread.</summary>
    public void Terminate()
    {
        Volatile.Write(ref _termination, 1);
        _link.Wake.Signal();
    }

    /// <summary>Takes turns until the end: a request to shut down, termination, or the end of the thinking process.</summary>
    public void Run()
    {
        if (!_link.IsAgreed)
        {
            _fold.TakeFault(FaultKind.LinkMismatch, _clock.Now);
        }

        _link.Open(_clock.Now);
        while (!IsOver)
        {
            var seen = _link.Wake.Value;
            Turn(_clock.Now);
            if (!IsOver)
            {
                _link.Wake.WaitWhile(seen, TurnPeriod);
            }
        }
    }

    /// <summary>Makes every device safe, writes what is left, and closes everything.</summary>
    public void Dispose() => _parts.Dispose();

    void IFiringPlant.Answer(in PulseAnswer answer)
    {
        if (!_link.TryAnswer(answer))
        {
            _hasOverflown = true;
        }
    }

    void IFiringPlant.BeginArming(Instant at)
    {
        _sleep.Rearm();
        _beatFrom = at;
        _arming.Begin(at);
        _parts.Disk.Ask(new DiskCommand(DiskCommandKind.Begin, 0, 0, at));
    }

    void IFiringPlant.Schedule(AdmittedTrain train)
    {
        _follower.Begin(train);
        _parts.Releases.Schedule(train);
    }

    void IFiringPlant.MakeSafe(Instant at)
    {
        _follower.Cancel();
        _arming.Stop();
        if (!_follower.IsRunning)
        {
            _parts.Disk.Ask(new DiskCommand(DiskCommandKind.Settle, 0, 0, at));
        }

        _health.Stop(at);
    }

    void IFiringPlant.Settle(long request, int pulses, Instant at)
    {
        var isArmed = _fold.State.Phase == GatePhase.Armed;
        var kind = isArmed ? DiskCommandKind.SettleAndReserve : DiskCommandKind.Settle;
        _parts.Disk.Ask(new DiskCommand(kind, request, pulses, at));
    }

    private void Turn(Instant now)
    {
        _link.Beat(now);
        TakeSystem(now);
        TakeRequests(now);
        TakeBeat(now);
        TakeDevices(now);
        TakeReleases(now);
        TakeDisk(now);
        _arming.Advance(now);
        if (_arming.IsComplete && _parts.Disk.IsIdle)
        {
            _health.Begin(now, _parts.Disk.LedgerBytes);
            _fold.TakeArmingDone(now);
        }

        TellHealth();

        if (now >= _nextTick)
        {
            _nextTick = now + TickPeriod;
            _fold.TakeKind(GateInputKind.Tick, now);
        }

        EndIfDue(now);
    }

    // Read once the last train is settled, so that the ledger's own bytes are set apart.
    private void TellHealth()
    {
        if (_health.IsToBeRead && !_follower.IsRunning && _parts.Disk.IsIdle)
        {
            var health = _health.End(_parts.Disk.LedgerBytes);
            _link.Tell(health);
            _parts.Disk.OnHealth(health);
        }
    }

    private void TakeSystem(Instant now)
    {
        if (_endBy.IsSet)
        {
            return;
        }

        if (Volatile.Read(ref _termination) != 0)
        {
            End(FaultKind.Terminated, now);
        }
        else if (_isControllerGone() || _link.IsClientGone)
        {
            End(FaultKind.ControllerGone, now);
        }
        else if (_fold.State.Phase != GatePhase.Disarmed && _sleep.HasSlept())
        {
            _fold.TakeFault(FaultKind.HostSlept, now);
        }

        TellOwnFaults(now);
    }

    // Each of these ends the session's right to fire; told once, because telling is itself a line of the record.
    private void TellOwnFaults(Instant now)
    {
        if (_isTold)
        {
            return;
        }

        var fault = _hasOverflown ? FaultKind.LinkOverflow
            : _parts.Disk.HasLost ? FaultKind.RecorderLost
            : _parts.HasFailed ? FaultKind.ProgramFault : FaultKind.None;
        if (fault != FaultKind.None)
        {
            _isTold = true;
            _fold.TakeFault(fault, now);
        }
    }

    private void TakeRequests(Instant now)
    {
        while (_link.TryTake(out var request))
        {
            _fold.TakeRequest(request, now);
            if (request.Kind == PulseRequestKind.Shutdown && !_endBy.IsSet)
            {
                _endBy = now + EndingPatience;
            }
        }
    }

    // A beat from the future would keep the watchdog quiet until then: it is no sign of life. Both sides read one clock, which is read
    // here once more behind the beat, so that a turn that was held up does not take a beat of the meantime for one of the future.
    private void TakeBeat(Instant now)
    {
        var beat = _link.ClientBeat;
        if (beat > _lastBeat && beat <= _clock.Now + BeatAhead)
        {
            _lastBeat = beat;
        }

        var since = _lastBeat > _beatFrom ? _lastBeat : _beatFrom;
        if (_fold.State.Phase != GatePhase.Disarmed && now - since > _watchdog)
        {
            _fold.TakeKind(GateInputKind.BeatMissed, now);
        }
    }

    private void TakeDevices(Instant now)
    {
        foreach (var stimulator in _parts.Stimulators)
        {
            while (stimulator.Reports.TryTake(out var report))
            {
                _fold.TakeDevice(report, now);
                if (_fold.State.Phase == GatePhase.Armed && (report.Flags & DeviceFlags.SettingsConfirmed) == 0)
                {
                    _fold.TakeFault(FaultKind.DeviceSettings, now);
                }
            }

            if (_fold.State.Phase == GatePhase.Armed && stimulator.Failure != FaultKind.None)
            {
                _fold.TakeFault(stimulator.Failure, now);
            }
        }
    }

    private void TakeReleases(Instant now)
    {
        while (_parts.Releases.Reports.TryTake(out var report))
        {
            _follower.Take(report, now);
        }

        foreach (var trigger in _parts.Triggers)
        {
            while (trigger.TryTake(out var told))
            {
                _follower.Take(told, now);
            }
        }

        _follower.Check(now);
    }

    private void TakeDisk(Instant now)
    {
        while (_parts.Disk.TryTake(out var answer))
        {
            switch (answer.Kind)
            {
                case DiskAnswerKind.History when _fold.State.Phase == GatePhase.Arming:
                    _fold.TakeHistory(answer.History, now);
                    break;
                case DiskAnswerKind.Reserved:
                    _fold.TakeReserved(answer.Pulses, now);
                    break;
                case DiskAnswerKind.LedgerFailed:
                    _fold.TakeFault(FaultKind.LedgerFailed, now);
                    break;
                case DiskAnswerKind.RecordFailed when !_isTold:
                    _isTold = true;
                    _fold.TakeFault(FaultKind.RecorderLost, now);
                    break;
                default:
                    break;
            }
        }
    }

    private void End(FaultKind fault, Instant now)
    {
        _endBy = now + EndingPatience;
        _fold.TakeFault(fault, now);
    }

    private void EndIfDue(Instant now)
    {
        if (_endBy.IsSet && ((!_follower.IsRunning && !_health.IsToBeRead && _parts.AreAllSafe) || now >= _endBy))
        {
            IsOver = true;
        }
    }
}
