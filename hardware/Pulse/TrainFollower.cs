using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// Follows the running train on the gate's thread: what the pulse thread wrote, which edges the triggers reported, and when all of it
/// has come to an end. A written pulse without a report is a fault, and counts as given.
/// </summary>
/// <remarks>Nothing allocates after construction.</remarks>
internal sealed class TrainFollower
{
    private readonly FiringFold _fold;
    private readonly OutputWiring _wiring;
    private readonly PulseRelease _release;
    private readonly Duration _lateness;
    private readonly bool[] _hasLeft;
    private AdmittedTrain? _train;
    private Instant _reportsDue;
    private int _written;
    private int _left;
    private int _stoppedAt;
    private bool _isTakenBack;
    private bool _isInDoubt;
    private bool _hasLetGo;

    /// <param name="fold">Takes what is learnt.</param>
    /// <param name="wiring">The triggers of the outputs.</param>
    /// <param name="release">Told to stop a train that would be late.</param>
    /// <param name="limits">The limits in force.</param>
    public TrainFollower(FiringFold fold, OutputWiring wiring, PulseRelease release, ResolvedLimits limits)
    {
        _fold = fold;
        _wiring = wiring;
        _release = release;
        _lateness = limits.Lateness;
        _hasLeft = new bool[(int)limits[LimitId.PulsesPerRun]];
    }

    /// <summary>True while a train runs.</summary>
    public bool IsRunning => _train is not null;

    /// <summary>A train was admitted and is handed to the pulse thread.</summary>
    public void Begin(AdmittedTrain train)
    {
        _train = train;
        _hasLeft.AsSpan(0, train.Train.PulseCount).Clear();
        _reportsDue = default;
        _written = 0;
        _left = 0;
        _stoppedAt = int.MaxValue;
        _isTakenBack = false;
        _isInDoubt = false;
        _hasLetGo = false;
    }

    /// <summary>The session was disarmed: what has not left must not leave.</summary>
    public void Cancel()
    {
        if (_train is not null && !_isTakenBack)
        {
            _isTakenBack = true;
            _release.Interrupt();
            foreach (var trigger in _wiring.Triggers)
            {
                trigger.Cancel();
            }
        }
    }

    /// <summary>Takes a report of the pulse thread.</summary>
    public void Take(in ReleaseReport report, Instant now)
    {
        if (report.Kind != ReleaseKind.Ended && report.First >= _stoppedAt)
        {
            return;
        }

        switch (report.Kind)
        {
            case ReleaseKind.Written:
                Expect(report.First, report.Count);
                break;
            case ReleaseKind.Failed:
                Expect(report.First, report.Count);
                _isInDoubt = true;
                _fold.TakeFault(FaultKind.TriggerFault, now);
                _fold.TakeUnreleased(report.First + report.Count, default, now);
                break;
            case ReleaseKind.Busy:
                _fold.TakeFault(FaultKind.TriggerFault, now);
                _fold.TakeUnreleased(report.First, default, now);
                break;
            case ReleaseKind.Unreleased:
                _fold.TakeUnreleased(report.First, report.Reason, now);
                if (report.Reason.Limit == LimitId.MinimumInterval)
                {
                    // The gate has let through what it must not.
                    _fold.TakeFault(FaultKind.ProgramFault, now);
                }

                break;
            case ReleaseKind.Ended:
                _hasLetGo = true;
                break;
            default:
                break;
        }
    }

    /// <summary>Takes an event of a trigger.</summary>
    public void Take(in TriggerEvent told, Instant now)
    {
        switch (told.Kind)
        {
            case TriggerEventKind.None:
                break;
            case TriggerEventKind.TooLate when _train is not null:
                TakeTooLate(told.Pulse, now);
                break;
            case TriggerEventKind.Edge when _train is not null && told.Pulse < _train.Train.PulseCount && !_hasLeft[told.Pulse]:
                _hasLeft[told.Pulse] = true;
                _left++;
                var output = _train.Train[told.Pulse].Output;
                _fold.TakeFired(told.Pulse, told.At + _wiring.TriggerToPulse(output), told.Bound, now);
                break;
            default:
                // Refused, silent, unplugged, or an edge that nobody asked for.
                _fold.TakeFault(FaultKind.TriggerFault, now);
                break;
        }
    }

    /// <summary>Ends the train when the pulse thread has let go of it and every report is there or overdue.</summary>
    public void Check(Instant now)
    {
        if (_train is null || !_hasLetGo || (_left < _written && now < _reportsDue))
        {
            return;
        }

        if (_left < _written && !_isTakenBack)
        {
            _fold.TakeFault(FaultKind.TriggerFault, now);
        }
        else if (!_isInDoubt)
        {
            TellTakenBack(now);
        }

        _train = null;
        _fold.TakeTrainEnded(Math.Max(_written, _left), _left, now);
    }

    private void Expect(int first, int count)
    {
        _written = first + count;
        var last = _train!.Train[_written - 1];
        _reportsDue = _train.At + last.Offset + _wiring.TriggerOf(last.Output).ReportTime;
    }

    // The line was held up on its way and the device made nothing of it: skipped, as if the write had not been made.
    private void TakeTooLate(int firstPulse, Instant now)
    {
        _release.Stop();
        _stoppedAt = firstPulse;
        _written = Math.Min(_written, firstPulse);
        var due = _train!.At + _train.Train[firstPulse].Offset;
        _fold.TakeUnreleased(firstPulse, PulseRelease.Refusal(LimitId.Lateness, _lateness, now - due), now);
    }

    private void TellTakenBack(Instant now)
    {
        for (var pulse = 0; pulse < _written; pulse++)
        {
            if (!_hasLeft[pulse])
            {
                _fold.TakeTakenBack(pulse, now);
            }
        }
    }
}
