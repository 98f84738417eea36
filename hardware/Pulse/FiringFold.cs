using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// Numbers what the firing side takes in, gives it to the gate, and turns verdicts and outcomes into answers. The pulse process and the
/// in-process link run this same code, so a replay decides as the live run did.
/// </summary>
/// <remarks>One thread. Neither allocates nor blocks. Instants never go back: an input earlier than the last is taken at the last one's.</remarks>
internal sealed class FiringFold
{
    private readonly Turnstile _turnstile;
    private readonly IFiringPlant _plant;
    private readonly IFiringRecord? _record;
    private AdmittedTrain? _train;
    private Instant _latest;
    private long _number;
    private long _armRequest;

    public FiringFold(Turnstile turnstile, IFiringPlant plant, IFiringRecord? record)
    {
        _turnstile = turnstile;
        _plant = plant;
        _record = record;
    }

    /// <summary>All that the gate remembers.</summary>
    public ref readonly GateState State => ref _turnstile.State;

    /// <summary>The train that was admitted and has not ended.</summary>
    public AdmittedTrain? Train => _train;

    /// <summary>A record from the thinking side.</summary>
    public void TakeRequest(in PulseRequest request, Instant at)
    {
        var input = GateInput.OfRequest(Next(), Latest(at), request);
        var verdict = Fold(input, out var train);
        switch (request.Kind)
        {
            case PulseRequestKind.Stimulate when train is not null:
                _train = train;
                Answer(PulseAnswerKind.Admitted, input, request.Id, verdict);
                _plant.Schedule(train);
                break;
            case PulseRequestKind.Arm when verdict.IsAdmitted:
                _armRequest = request.Id;
                _plant.BeginArming(input.At);
                break;
            default:
                AnswerIfRefused(input, request.Id, verdict);
                break;
        }

        DisarmIfTold(input, verdict);
    }

    /// <summary>A device's state.</summary>
    public void TakeDevice(in DeviceReport report, Instant at)
    {
        var input = GateInput.OfDevice(Next(), Latest(at), report);
        var verdict = Fold(input, out _);
        var answer = New(PulseAnswerKind.Device, input);
        answer.Device = report;
        answer.Output = report.Device;
        _plant.Answer(answer);
        DisarmIfTold(input, verdict);
    }

    /// <summary>Something is wrong.</summary>
    public void TakeFault(FaultKind fault, Instant at) => TakeSimple(GateInput.OfFault(Next(), Latest(at), fault));

    /// <summary>An input without contents: a missed beat, a tick.</summary>
    public void TakeKind(GateInputKind kind, Instant at) => TakeSimple(GateInput.OfKind(Next(), Latest(at), kind));

    /// <summary>The dose given before this arming.</summary>
    public void TakeHistory(in DoseHistory history, Instant at) => TakeSimple(GateInput.OfHistory(Next(), Latest(at), history));

    /// <summary>So many pulses are reserved on disk.</summary>
    public void TakeReserved(int pulses, Instant at) => TakeSimple(GateInput.OfReserved(Next(), Latest(at), pulses));

    /// <summary>The devices are set, read back and energised, the dose is reserved.</summary>
    public void TakeArmingDone(Instant at)
    {
        var input = GateInput.OfKind(Next(), Latest(at), GateInputKind.ArmingDone);
        var verdict = Fold(input, out _);
        if (verdict.IsAdmitted)
        {
            Answer(PulseAnswerKind.Armed, input, _armRequest, verdict);
        }

        AnswerIfRefused(input, _armRequest, verdict);
        DisarmIfTold(input, verdict);
    }

    /// <summary>A pulse left.</summary>
    /// <param name="pulse">Which of the running train.</param>
    /// <param name="done">When, as far as this host can tell.</param>
    /// <param name="bound">Greatest error of <paramref name="done"/>.</param>
    /// <param name="at">When this was learnt.</param>
    public void TakeFired(int pulse, Instant done, Duration bound, Instant at)
    {
        var asked = _train!.At + _train.Train[pulse].Offset;
        var input = GateInput.OfPulseDone(Next(), Latest(at), pulse, done);
        var verdict = Fold(input, out _);
        var isLate = verdict.Fault == FaultKind.FiredLate;
        AnswerPulse(isLate ? PulseAnswerKind.FiredLate : PulseAnswerKind.Fired, input, pulse, done, bound);
        DisarmIfTold(input, verdict);
        if (asked - done > _turnstile.Limits.Lateness + bound)
        {
            // Early is as wrong as late, and nothing in this program fires early: the device or its clock is at fault.
            TakeFault(FaultKind.TriggerFault, at);
        }
    }

    /// <summary>A pulse was not released, and with it all that follow: the first is skipped or cancelled, the rest cancelled.</summary>
    /// <param name="pulse">The first that did not leave.</param>
    /// <param name="reason">What the last check said; refused for lateness or age means skipped, anything else cancelled.</param>
    /// <param name="at">When.</param>
    public void TakeUnreleased(int pulse, in GateVerdict reason, Instant at)
    {
        var input = new GateInput { Number = 0, At = Latest(at) };
        if (reason.Limit is LimitId.Lateness or LimitId.DataAge)
        {
            AnswerPulse(PulseAnswerKind.SkippedLate, input, pulse, default, default, reason);
            pulse++;
        }

        for (; pulse < _train!.Train.PulseCount; pulse++)
        {
            AnswerPulse(PulseAnswerKind.Cancelled, input, pulse, default);
        }
    }

    /// <summary>A pulse that was written was taken back before it left.</summary>
    public void TakeTakenBack(int pulse, Instant at) =>
        AnswerPulse(PulseAnswerKind.Cancelled, new GateInput { At = Latest(at) }, pulse, default);

    /// <summary>The pulse thread has let go of the running train.</summary>
    /// <param name="counted">Pulses that left or may have left: the dose.</param>
    /// <param name="confirmed">Pulses known to have left.</param>
    /// <param name="at">When.</param>
    public void TakeTrainEnded(int counted, int confirmed, Instant at)
    {
        var request = _train!.Request;
        var input = GateInput.OfTrainEnded(Next(), Latest(at), counted);
        _train = null;
        var verdict = Fold(input, out _);
        var answer = New(PulseAnswerKind.TrainEnded, input);
        answer.Request = request;
        answer.Pulse = confirmed;
        _plant.Answer(answer);
        _record?.OnOutcome(answer);
        DisarmIfTold(input, verdict);
        _plant.Settle(request, counted, input.At);
    }

    private void TakeSimple(in GateInput input)
    {
        var verdict = Fold(input, out _);
        AnswerIfRefused(input, 0, verdict);
        DisarmIfTold(input, verdict);
    }

    private GateVerdict Fold(in GateInput input, out AdmittedTrain? train)
    {
        var verdict = _turnstile.Take(input, out train);
        _record?.OnInput(input, verdict);
        return verdict;
    }

    private long Next() => ++_number;

    private Instant Latest(Instant at)
    {
        _latest = at > _latest ? at : _latest;
        return _latest;
    }

    private void DisarmIfTold(in GateInput input, in GateVerdict verdict)
    {
        if (!verdict.Disarm)
        {
            return;
        }

        var answer = New(PulseAnswerKind.Faulted, input);
        answer.Fault = verdict.Fault;
        if (verdict.Fault != FaultKind.None)
        {
            _plant.Answer(answer);
        }

        answer.Kind = PulseAnswerKind.Disarmed;
        _plant.Answer(answer);
        _plant.MakeSafe(input.At);
    }

    private void AnswerIfRefused(in GateInput input, long request, in GateVerdict verdict)
    {
        if (verdict.IsRefused)
        {
            Answer(PulseAnswerKind.Refused, input, request, verdict);
        }
    }

    private void Answer(PulseAnswerKind kind, in GateInput input, long request, in GateVerdict verdict)
    {
        var answer = New(kind, input);
        answer.Request = request;
        answer.Asked = input.Request.At;
        answer.Limit = verdict.Limit;
        answer.LimitValue = verdict.LimitValue;
        answer.AskedValue = verdict.AskedValue;
        _plant.Answer(answer);
    }

    private void AnswerPulse(
        PulseAnswerKind kind, in GateInput input, int pulse, Instant done, Duration bound = default, in GateVerdict reason = default)
    {
        var planned = _train!.Train[pulse];
        var answer = New(kind, input);
        answer.Request = _train.Request;
        answer.Pulse = pulse;
        answer.Output = planned.Output;
        answer.Asked = _train.At + planned.Offset;
        answer.Done = done;
        answer.DoneBound = bound;
        answer.Limit = reason.Limit;
        answer.LimitValue = reason.LimitValue;
        answer.AskedValue = reason.AskedValue;
        _plant.Answer(answer);
        _record?.OnOutcome(answer);
    }

    private PulseAnswer New(PulseAnswerKind kind, in GateInput input) => new()
    {
        Kind = kind,
        GateInput = input.Number,
        At = input.At,
        Output = -1,
        PulsesLeft = State.HasHistory ? Gate.PulsesLeft(State, _turnstile.Limits) : -1,
    };
}
