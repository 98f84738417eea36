using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// The session's state and its trials, moved only by numbered inputs. Arming goes through the firing side and counts only once that side
/// has answered; anything that goes wrong on either side ends disarmed.
/// </summary>
internal sealed class SessionMachine
{
    /// <summary>How long a regular stream may be silent for a session to be armed.</summary>
    private static readonly Duration LongestSilence = Duration.FromMilliseconds(500);

    private readonly ThinkingPlan _plan;
    private readonly SessionCounts _counts;
    private readonly int[] _cbiSlots;
    private readonly List<Trial> _open = [];
    private readonly Instant[] _lastSeen;
    private volatile SessionState _state;
    private volatile bool _isDisarmed = true;
    private SessionState _beforeArming;
    private long _requests;
    private long _armRequest;

    public SessionMachine(ThinkingPlan plan, SessionCounts counts)
    {
        _plan = plan;
        _counts = counts;
        _cbiSlots = [.. plan.CbiBeliefs.Select(plan.Board.Find)];
        _lastSeen = new Instant[plan.Streams.Count];
        _state = SessionState.Calibrating;
        LeaveCalibration();
    }

    public SessionState State => _state;

    /// <summary>The firing side has confirmed that it is disarmed, or was never asked to arm.</summary>
    public bool IsDisarmed
    {
        get => _isDisarmed;
        private set => _isDisarmed = value;
    }

    public void OnCommand(OperatorCommand command, long input, Instant taken)
    {
        switch (command.Kind)
        {
            case OperatorCommandKind.Arm when MayArm(taken):
                _beforeArming = _state;
                _state = SessionState.Arming;
                IsDisarmed = false;
                _armRequest = Ask(PulseRequestKind.Arm, input, FaultKind.None);
                break;
            case OperatorCommandKind.Pause when _state != SessionState.Ended:
                Disarm(_state is SessionState.Faulted or SessionState.Calibrating ? _state : SessionState.Ready, input, FaultKind.None);
                break;
            case OperatorCommandKind.Stop:
                Disarm(SessionState.Ended, input, FaultKind.None);
                break;
            default:
                break;
        }
    }

    public void OnFault(FaultReport fault, long input)
    {
        if (_state != SessionState.Ended)
        {
            Disarm(SessionState.Faulted, input, fault.Kind);
        }
    }

    /// <summary>Frames or markers of a stream came in.</summary>
    public void Saw(int stream, Instant taken)
    {
        var isFirst = !_lastSeen[stream].IsSet;
        _lastSeen[stream] = taken;
        if (isFirst)
        {
            LeaveCalibration();
        }
    }

    public void OnSideResult(SideResult result, long input)
    {
        foreach (var task in _plan.SideTasks)
        {
            if (task.Name != result.Task)
            {
                continue;
            }

            task.Apply(result);
            if (task.IsPending)
            {
                // The fit failed; without it no rule can be met, and the person has to know.
                Disarm(SessionState.Faulted, input, FaultKind.SideWorkFailed);
            }
        }

        LeaveCalibration();
    }

    public void OnMarker(in Marker marker)
    {
        if (_plan.StimulusMarkerPrefix is { } prefix && marker.Text.StartsWith(prefix, StringComparison.Ordinal))
        {
            Mark(new StimulusMark(marker.Time, -1, StimulusMarkKind.Fired, 0, 0));
        }
    }

    /// <summary>After each conditioned frame: a MEP whose window is over joins its trial.</summary>
    public void OnFrame()
    {
        while (_plan.Meps is { } meps && meps.TryTake(out var reading))
        {
            OnMep(reading);
        }
    }

    /// <summary>After each evaluation: fits that have their data start.</summary>
    public void OnEvaluated(long input)
    {
        for (var task = 0; task < _plan.SideTasks.Count; task++)
        {
            if (_plan.SideTasks[task].TryBecomeDue())
            {
                _plan.SideLane.Start(_plan.SideTasks[task], input);
            }
        }
    }

    public void OnAnswer(in PulseAnswer answer)
    {
        switch (answer.Kind)
        {
            case PulseAnswerKind.Armed when _state == SessionState.Arming:
                _state = SessionState.Armed;
                _plan.Trials?.ForgetPending();
                SetArmed(true);
                break;
            case PulseAnswerKind.Armed:
                // Nobody waits for this any more: what it armed is disarmed at once.
                Ask(PulseRequestKind.Disarm, 0, FaultKind.None);
                break;
            case PulseAnswerKind.Disarmed:
                IsDisarmed = true;
                OnDisarmed(answer.Fault);
                break;
            case PulseAnswerKind.Faulted:
                OnDisarmed(answer.Fault);
                break;
            case PulseAnswerKind.Admitted:
                OnAdmitted(answer.Request);
                break;
            case PulseAnswerKind.Refused:
                OnRefused(answer.Request);
                break;
            case PulseAnswerKind.Fired or PulseAnswerKind.FiredLate or PulseAnswerKind.SkippedLate or PulseAnswerKind.Cancelled:
                OnPulse(answer);
                break;
            case PulseAnswerKind.TrainEnded:
                TryFinish(_plan.Trials?.OnEnded(answer.Request));
                break;
            default:
                break;
        }
    }

    public void Finish()
    {
        _plan.Trials?.Abandon();
        foreach (var trial in _open)
        {
            if (trial.Cause.Length == 0 && _plan.Meps is not null && !_plan.IsOpenLoop && trial.Mep is null)
            {
                trial.Cause = "no MEP measured";
            }

            _plan.Record.Trial(trial);
        }

        _open.Clear();
    }

    private void OnAdmitted(long request)
    {
        if (_plan.Trials?.OnAdmitted(request) is not { } trial)
        {
            return;
        }

        _counts.Admitted++;
        _open.Add(trial);
        if (_plan.IsOpenLoop)
        {
            return;
        }

        for (var pulse = 0; pulse < trial.Condition.Train.PulseCount; pulse++)
        {
            var planned = trial.Condition.Train[pulse];
            Mark(new StimulusMark(trial.Asked + planned.Offset, planned.Output, StimulusMarkKind.Planned, request, pulse));
        }
    }

    private void OnRefused(long request)
    {
        if (request == _armRequest)
        {
            _state = _state == SessionState.Arming ? _beforeArming : _state;
            IsDisarmed = true;
            return;
        }

        _counts.Refused++;
        _plan.Trials?.OnRefused(request);
    }

    private void OnPulse(in PulseAnswer answer)
    {
        var hasLeft = answer.Kind is PulseAnswerKind.Fired or PulseAnswerKind.FiredLate;
        _counts.PulsesFired += hasLeft ? 1 : 0;
        _counts.FiredLate += answer.Kind == PulseAnswerKind.FiredLate ? 1 : 0;
        _counts.SkippedLate += answer.Kind == PulseAnswerKind.SkippedLate ? 1 : 0;
        if (_plan.Trials?.Find(answer.Request) is { } trial)
        {
            Follow(trial, answer, hasLeft);
        }

        if (!_plan.IsOpenLoop)
        {
            var kind = hasLeft ? StimulusMarkKind.Fired : StimulusMarkKind.Cancelled;
            Mark(new StimulusMark(hasLeft ? answer.Done : answer.Asked, answer.Output, kind, answer.Request, answer.Pulse));
        }
    }

    private static void Follow(Trial trial, in PulseAnswer answer, bool hasLeft)
    {
        if (!hasLeft)
        {
            trial.Cause = answer.Kind == PulseAnswerKind.SkippedLate ? "skipped late" : "cancelled";
            return;
        }

        trial.PulsesFired++;
        if (answer.Pulse == trial.Condition.TestPulse || !trial.Fired.IsSet)
        {
            trial.Fired = answer.Done;
            trial.Error = answer.Done - answer.Asked;
        }

        if (answer.Kind == PulseAnswerKind.FiredLate)
        {
            trial.Cause = "fired late";
        }
    }

    private void OnMep(in MepReading reading)
    {
        if (_plan.Trials?.Find(reading.Request) is not { } trial)
        {
            return;
        }

        trial.Mep = reading;
        trial.Cause = trial.Cause.Length == 0 ? reading.Cause : trial.Cause;
        if (trial.IsValid)
        {
            _plan.Learner?.Learn(trial.Condition.IsConditioned, reading, trial.Fired);
        }

        if (_cbiSlots.Length == 3)
        {
            trial.CbiRatio = _plan.Board[_cbiSlots[0]].Value;
            trial.CbiLow = _plan.Board[_cbiSlots[1]].Value;
            trial.CbiHigh = _plan.Board[_cbiSlots[2]].Value;
        }

        TryFinish(trial);
    }

    private void TryFinish(Trial? trial)
    {
        var waitsForMep = _plan.Meps is not null && !_plan.IsOpenLoop && trial?.Cause.Length == 0 && trial.Mep is null;
        if (trial is { HasEnded: true } && !waitsForMep && _open.Remove(trial))
        {
            _plan.Record.Trial(trial);
        }

        if (_plan.Trials is { IsDone: true } && _open.Count == 0 && _state == SessionState.Armed)
        {
            Disarm(SessionState.Ended, 0, FaultKind.None);
        }
    }

    private void OnDisarmed(FaultKind fault)
    {
        SetArmed(false);
        // The firing side disarms without a fault of its own when this side has asked it to because of one.
        if (_state is SessionState.Ended or SessionState.Calibrating || (_state == SessionState.Faulted && fault == FaultKind.None))
        {
            return;
        }

        _state = fault == FaultKind.None ? SessionState.Ready : SessionState.Faulted;
    }

    /// <summary>
    /// A person may arm once every fit is in, the firing side has confirmed that it is disarmed, and no regular stream is silent.
    /// </summary>
    private bool MayArm(Instant taken)
    {
        var isStill = IsDisarmed && (_state is SessionState.Ready or SessionState.Faulted);
        if (!isStill || _plan.SideTasks.Any(task => task.IsPending))
        {
            return false;
        }

        for (var stream = 0; stream < _lastSeen.Length; stream++)
        {
            var isRegular = _plan.Streams[stream].Stream.NominalRate.TotalHertz > 0;
            if (isRegular && (!_lastSeen[stream].IsSet || taken - _lastSeen[stream] > LongestSilence))
            {
                return false;
            }
        }

        return true;
    }

    private void Disarm(SessionState next, long input, FaultKind fault)
    {
        SetArmed(false);
        Ask(PulseRequestKind.Disarm, input, fault);
        _state = next;
    }

    private long Ask(PulseRequestKind kind, long input, FaultKind fault)
    {
        var id = _plan.Trials?.NextRequestId() ?? ++_requests;
        _plan.Link.TryAsk(new PulseRequest { Kind = kind, Id = id, Input = input, Fault = fault });
        return id;
    }

    private void SetArmed(bool armed)
    {
        if (_plan.Trials is not { } trials)
        {
            return;
        }

        trials.IsArmed = armed;
        if (!armed)
        {
            trials.Abandon();
        }
    }

    private void Mark(in StimulusMark mark)
    {
        for (var sink = 0; sink < _plan.MarkSinks.Count; sink++)
        {
            _plan.MarkSinks[sink].OnMark(mark);
        }
    }

    private bool HasSeenAll()
    {
        for (var stream = 0; stream < _lastSeen.Length; stream++)
        {
            if (!_lastSeen[stream].IsSet && _plan.Streams[stream].Stream.NominalRate.TotalHertz > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void LeaveCalibration()
    {
        if (_state == SessionState.Calibrating && _plan.SideTasks.All(task => !task.IsPending) && HasSeenAll())
        {
            _state = SessionState.Ready;
        }
    }
}
