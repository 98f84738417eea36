using System.Runtime.CompilerServices;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// Releases the pulses of an admitted train, each write at its instant: wait, last check, write, and nothing else. Pulses of one group
/// on one trigger go out in one write, as many as the trigger takes. When one is skipped or cancelled, so is all that follows. A write
/// is never retried; one that was overtaken by a disarming is taken back.
/// </summary>
/// <remarks>The pulse thread runs it; <see cref="Stop"/> is for the gate's thread. Neither allocates after construction.</remarks>
internal sealed class PulseRelease
{
    private readonly Turnstile _turnstile;
    private readonly OutputWiring _wiring;
    private readonly IReleaseWait _wait;
    private readonly HostSleep _sleep;
    private readonly SpscRing<ReleaseReport> _reports;
    private readonly Duration _leastInterval;
    private Instant _lastDue;
    private bool _isStopped;

    public PulseRelease(
        Turnstile turnstile, OutputWiring wiring, IReleaseWait wait, HostSleep sleep, SpscRing<ReleaseReport> reports)
    {
        _sleep = sleep;
        _turnstile = turnstile;
        _wiring = wiring;
        _wait = wait;
        _reports = reports;
        var limits = turnstile.Limits;
        _leastInterval = limits.MinimumInterval < limits.TrainGap ? limits.MinimumInterval : limits.TrainGap;
    }

    /// <summary>Lets no further pulse of the running train leave, without disarming.</summary>
    public void Stop()
    {
        Volatile.Write(ref _isStopped, true);
        _wait.Interrupt();
    }

    /// <summary>Wakes the pulse thread, so that a disarmed train is cancelled now and not at its next pulse.</summary>
    public void Interrupt() => _wait.Interrupt();

    /// <summary>To be called before a train is handed over.</summary>
    public void Begin()
    {
        Volatile.Write(ref _isStopped, false);
        _wait.Begin();
    }

    /// <summary>Releases a train, pulse by pulse, and reports; blocks until its last write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Release(AdmittedTrain admitted)
    {
        var train = admitted.Train;
        var count = train.PulseCount;
        var first = 0;
        while (first < count)
        {
            var trigger = _wiring.TriggerOf(train[first].Output);
            var pulses = ShotLength(train, first, trigger);
            var at = admitted.At + train[first].Offset - _wiring.Ahead(train[first].Output) - trigger.Lead;
            trigger.NextWrite = at;
            _wait.Until(at);
            var isWritten = ReleaseShot(admitted, train, first, pulses, trigger);
            trigger.NextWrite = default;
            if (!isWritten)
            {
                break;
            }

            first += pulses;
        }

        Report(ReleaseKind.Ended, first, 0, default);
    }

    private bool ReleaseShot(AdmittedTrain admitted, in PulseTrain train, int first, int pulses, ITrigger trigger)
    {
        var verdict = Check(admitted, train, first, pulses, trigger);
        if (verdict.IsRefused)
        {
            Report(ReleaseKind.Unreleased, first, 1, verdict);
            return false;
        }

        var write = trigger.Write(admitted, first, pulses);
        switch (write.Outcome)
        {
            case TriggerWriteOutcome.Written:
                _lastDue = admitted.At + train[first + pulses - 1].Offset;
                TakeBackIfDisarmed(admitted, first, trigger);
                Report(ReleaseKind.Written, first, pulses, default);
                return true;
            case TriggerWriteOutcome.TooLate:
                var by = write.Returned - (admitted.At + train[first].Offset);
                Report(ReleaseKind.Unreleased, first, 1, Refusal(LimitId.Lateness, _turnstile.Limits.Lateness, by));
                return false;
            case TriggerWriteOutcome.Busy:
                Report(ReleaseKind.Busy, first, pulses, default);
                return false;
            default:
                Report(ReleaseKind.Failed, first, pulses, default);
                return false;
        }
    }

    // Between the last check and the write the gate may have disarmed and cancelled: this write then came behind that cancel, which
    // took nothing back. So it is looked at once more, and cancelled from here. The barrier keeps the look behind the write. Reported
    // as written all the same: what the trigger still reports has left, the rest ends as cancelled.
    private void TakeBackIfDisarmed(AdmittedTrain admitted, int first, ITrigger trigger)
    {
        Interlocked.MemoryBarrier();
        var due = admitted.At + admitted.Train[first].Offset;
        if (Volatile.Read(ref _isStopped) || _turnstile.CheckRelease(admitted, first, due).IsRefused)
        {
            trigger.Cancel();
        }
    }

    // The last check. The interval is looked at here once more, where the byte is written: whatever the gate thought.
    private GateVerdict Check(AdmittedTrain admitted, in PulseTrain train, int first, int pulses, ITrigger trigger)
    {
        var due = admitted.At + train[first].Offset;
        if (first == 0 && _lastDue.IsSet && due - _lastDue < _leastInterval)
        {
            return Refusal(LimitId.MinimumInterval, _leastInterval, due - _lastDue);
        }

        if (_sleep.HasSlept())
        {
            return Refusal(LimitId.FaultLatched, Duration.Zero, Duration.Zero);
        }

        var verdict = default(GateVerdict);
        for (var k = first; k < first + pulses && !verdict.IsRefused; k++)
        {
            var pulse = train[k];
            var asked = admitted.At + pulse.Offset;
            var soonest = _wait.Now + trigger.LeastLead + _wiring.Ahead(pulse.Output);
            verdict = _turnstile.CheckRelease(admitted, k, soonest > asked ? soonest : asked);
        }

        return !verdict.IsRefused && Volatile.Read(ref _isStopped)
            ? Refusal(LimitId.Lateness, _turnstile.Limits.Lateness, Duration.Zero)
            : verdict;
    }

    /// <summary>How many pulses from this one on go into one write: of one group, on one trigger, within its reach.</summary>
    private int ShotLength(in PulseTrain train, int first, ITrigger trigger)
    {
        var endOfGroup = ((first / train.GroupSize) + 1) * train.GroupSize;
        var start = train[first].Offset;
        var next = first + 1;
        while (next < endOfGroup && next - first < trigger.PulsesPerWrite
            && ReferenceEquals(_wiring.TriggerOf(train[next].Output), trigger)
            && train[next].Offset - start + trigger.Lead < trigger.Reach)
        {
            next++;
        }

        return next - first;
    }

    private void Report(ReleaseKind kind, int first, int count, in GateVerdict reason) =>
        _reports.TryPush(new ReleaseReport(kind, first, count, reason, _wait.Now));

    internal static GateVerdict Refusal(LimitId limit, Duration allowed, Duration asked) => default(GateVerdict) with
    {
        Outcome = GateOutcome.Refused,
        Limit = limit,
        LimitValue = limit == LimitId.MinimumInterval ? allowed.TotalSeconds : allowed.TotalMilliseconds,
        AskedValue = limit == LimitId.MinimumInterval ? asked.TotalSeconds : asked.TotalMilliseconds,
    };
}
