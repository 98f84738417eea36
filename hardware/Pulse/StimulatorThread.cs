using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// A stimulator's own thread: brings it to the stage that the gate's thread wants, polls it, and publishes a report after each
/// exchange. It energises again after the device's own time-out; any other loss of energy is a fault.
/// </summary>
internal sealed class StimulatorThread : IDisposable
{
    private static readonly Duration OwnTimeOutTolerance = Duration.FromSeconds(2);

    private readonly WakeWord _wake = new();
    private readonly WakeWord _gate;
    private readonly IStimulator _stimulator;
    private readonly Clock _clock;
    private readonly PercentMso _setting;
    private Instant _nextPoll;
    private Instant _charged;
    private int _wanted;
    private int _reached = (int)StimulatorStage.Unknown;
    private int _failure;
    private bool _wasReady;
    private bool _ends;

    public StimulatorThread(IStimulator stimulator, PercentMso setting, WakeWord gate, Clock clock)
    {
        _stimulator = stimulator;
        _setting = setting;
        _gate = gate;
        _clock = clock;
        Thread = new WorkerThread("device " + stimulator.Name, RealtimeSettings.Device);
    }

    /// <summary>The device's reports, for the gate's thread.</summary>
    public SpscRing<DeviceReport> Reports { get; } = new(256);

    /// <summary>The thread.</summary>
    public WorkerThread Thread { get; }

    /// <summary>True when it is simulated or emulated.</summary>
    public bool IsSimulated => (_stimulator.Report.Flags & DeviceFlags.Simulated) != 0;

    /// <summary>The stage that was reached; a failed step leaves it where it was.</summary>
    public StimulatorStage Reached => (StimulatorStage)Volatile.Read(ref _reached);

    /// <summary>What went wrong on the way to the wanted stage; None if nothing did.</summary>
    public FaultKind Failure => (FaultKind)Volatile.Read(ref _failure);

    /// <summary>Says which stage is wanted; the gate's thread calls it.</summary>
    public void Want(StimulatorStage stage)
    {
        Volatile.Write(ref _failure, (int)FaultKind.None);
        Volatile.Write(ref _wanted, (int)stage);
        _wake.Signal();
    }

    public void Start() => Thread.Start(Run);

    /// <summary>Makes the device safe and gives it back to its operator.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _ends, true);
        _wake.Signal();
        Thread.Join();
        _stimulator.Dispose();
        Reports.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        while (!Volatile.Read(ref _ends))
        {
            var seen = _wake.Value;
            Thread.Mark();
            var wanted = (StimulatorStage)Volatile.Read(ref _wanted);
            var isBehind = wanted != Reached && (wanted == StimulatorStage.Safe || Failure == FaultKind.None);
            if (isBehind && MoveTowards(wanted))
            {
                continue;
            }

            if (!isBehind && _clock.Now >= _nextPoll)
            {
                Poll(wanted);
            }

            _wake.WaitWhile(seen, _nextPoll - _clock.Now);
        }
    }

    /// <summary>One step; true if it was made. Upwards one stage at a time; downwards always through safe, never a charge on the way.</summary>
    private bool MoveTowards(StimulatorStage wanted)
    {
        var next = wanted < Reached ? StimulatorStage.Safe : Reached + 1;
        var outcome = next switch
        {
            StimulatorStage.Safe => _stimulator.MakeSafe(),
            StimulatorStage.Prepared => _stimulator.Prepare(_setting),
            _ => _stimulator.Energise(),
        };
        _charged = _clock.Now;
        _wasReady = false;
        _nextPoll = _clock.Now + (outcome == DeviceExchange.Done ? Duration.Zero : _stimulator.PollPeriod);
        if (outcome == DeviceExchange.Done)
        {
            Volatile.Write(ref _reached, (int)next);
        }
        else
        {
            Fail(outcome);
        }

        Publish();
        return outcome == DeviceExchange.Done;
    }

    private void Poll(StimulatorStage wanted)
    {
        _stimulator.Poll();
        _nextPoll = _clock.Now + _stimulator.PollPeriod;
        var flags = _stimulator.Report.Flags;
        var isReady = (flags & DeviceFlags.Ready) != 0;
        if (_wasReady != isReady)
        {
            // It became ready, or fired and charges again: its own time-out starts anew.
            _charged = _clock.Now;
            _wasReady = isReady;
        }

        if (wanted == StimulatorStage.Energised && Reached == wanted && (flags & DeviceFlags.Energised) == 0)
        {
            TakeLossOfEnergy();
        }

        Publish();
    }

    private void TakeLossOfEnergy()
    {
        var timeOut = _stimulator.OwnTimeOut;
        if (timeOut > Duration.Zero && _clock.Now - _charged > timeOut - OwnTimeOutTolerance)
        {
            Volatile.Write(ref _reached, (int)StimulatorStage.Prepared);
        }
        else
        {
            Volatile.Write(ref _failure, (int)FaultKind.DeviceFault);
        }
    }

    private void Fail(DeviceExchange outcome) => Volatile.Write(ref _failure, (int)(outcome switch
    {
        DeviceExchange.Differs => FaultKind.DeviceSettings,
        DeviceExchange.Refused => FaultKind.DeviceFault,
        _ => FaultKind.DeviceSilent,
    }));

    private void Publish()
    {
        Reports.TryPush(_stimulator.Report);
        _gate.Signal();
    }
}
