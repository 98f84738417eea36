using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// The session's state and its trials, moved only by numbered inputs. Arming goes through the firing side and counts only once that side
/// has answered; anything that goes wrong on either side ends disarmed.
/// </summary>
internal sealed class SessionMachine
{
    private readonly ThinkingPlan _plan;
    private readonly SessionCounts _counts;
    private readonly int[] _cbiSlots;
    private readonly List<Trial> _open = [];
    private volatile SessionState _state;
    private long _requests;
    private long _armRequest;

    public SessionMachine(ThinkingPlan plan, SessionCounts counts)
    {
        _plan = plan;
        _counts = counts;
        _cbiSlots = [.. plan.CbiBeliefs.Select(plan.Board.Find)];
        _state = SessionState.Calibrating;
        LeaveCalibration();
    }

    public SessionState State => _state;

    public void OnCommand(OperatorCommand command, long input)
    {
        switch (command.Kind)
        {
            case OperatorCommandKind.Arm when _state is SessionState.Ready or SessionState.Faulted:
                _state = SessionState.Arming;
                _armRequest = Ask(PulseRequestKind.Arm, input);
                break;
            case OperatorCommandKind.Pause when _state is SessionState.Armed or SessionState.Arming:
                Disarm(SessionState.Ready, input);
                break;
            case OperatorCommandKind.Stop:
                Disarm(SessionState.Ended, input);
                break;
            default:
                break;
        }
    }

    public void OnFault(long input)
    {
        if (_state != SessionState.Ended)
        {
            Disarm(SessionState.Faulted, input);
        }
    }

    public void OnSideResult(SideResult result)
    {
        foreach (var task in _plan.SideTasks)
        {
            if (task.Name == result.Task)
            {
                task.Apply(result);
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
                SetArmed(true);
                break;
            case PulseAnswerKind.Disarmed:
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
            _state = _state == SessionState.Arming ? SessionState.Ready : _state;
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
            Disarm(SessionState.Ended, 0);
        }
    }

    private void OnDisarmed(FaultKind fault)
    {
        SetArmed(false);
        // The firing side disarms without a fault of its own when this side has asked it to because of one.
        if (_state == SessionState.Ended || (_state == SessionState.Faulted && fault == FaultKind.None))
        {
            return;
        }

        _state = fault == FaultKind.None ? SessionState.Ready : SessionState.Faulted;
    }

    private void Disarm(SessionState next, long input)
    {
        SetArmed(false);
        Ask(PulseRequestKind.Disarm, input);
        _state = next;
    }

    private long Ask(PulseRequestKind kind, long input)
    {
        var id = _plan.Trials?.NextRequestId() ?? ++_requests;
        _plan.Link.TryAsk(new PulseRequest { Kind = kind, Id = id, Input = input });
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

    private void LeaveCalibration()
    {
        if (_state == SessionState.Calibrating && _plan.SideTasks.All(task => !task.IsPending))
        {
            _state = SessionState.Ready;
        }
    }
}
