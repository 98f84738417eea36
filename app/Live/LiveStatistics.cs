using System.Collections.Concurrent;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Passes a live session's record on and keeps the figures that the operator and the summary want. Acquisition thread writes, others read.</summary>
internal sealed class LiveStatistics(ISessionRecord inner, ResolvedLimits limits) : ISessionRecord
{
    private const int Capacity = 1 << 16;
    private const int MostMessages = 1000;
    private const int MostDevices = 16;

    private readonly double[] _errors = new double[Capacity];
    private readonly double[] _ages = new double[Capacity];
    private LimitId _lastRefusal;
    private volatile int _errorCount;
    private volatile int _ageCount;
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly ConcurrentQueue<Trial> _trials = new();
    private readonly DeviceReport[] _devices = new DeviceReport[MostDevices];

    /// <summary>Trials that are finished.</summary>
    public int TrialsDone { get; private set; }

    /// <summary>Trials among them that may be analysed.</summary>
    public int TrialsValid { get; private set; }

    /// <summary>Pulses that the limits still allow in the session; −1 before the first report.</summary>
    public int PulsesLeft { get; private set; } = -1;

    /// <summary>What the firing side named last as the reason why it is disarmed; None while nothing is wrong.</summary>
    public FaultKind LastFault { get; private set; }

    /// <summary>The finished trials, in order; any thread.</summary>
    public IReadOnlyCollection<Trial> Trials => _trials;

    /// <summary>Faults, refusals and remarks so far, a sentence each; beyond a thousand they stand in the journal alone. Any thread.</summary>
    public IReadOnlyCollection<string> Messages => _messages;

    /// <summary>What a device said of itself last; default before it said anything.</summary>
    /// <param name="index">Its place among the experiment's stimulators.</param>
    public DeviceReport Device(int index) => index < MostDevices ? _devices[index] : default;

    /// <summary>Pulses that left, minus when they were due, µs.</summary>
    public IReadOnlyList<double> ErrorsMicroseconds => _errors[.._errorCount];

    /// <summary>Age of the newest sample at decisions, ms.</summary>
    public IReadOnlyList<double> AgesMilliseconds => _ages[.._ageCount];

    public void Turn(TurnRecord turn) => inner.Turn(turn);

    public void Frames(int stream, SampleBlock block) => inner.Frames(stream, block);

    public void Marker(int stream, in Marker marker) => inner.Marker(stream, marker);

    public void Answer(long input, in PulseAnswer answer)
    {
        PulsesLeft = answer.PulsesLeft >= 0 ? answer.PulsesLeft : PulsesLeft;
        switch (answer.Kind)
        {
            case PulseAnswerKind.Fired or PulseAnswerKind.FiredLate:
                Fired(answer);
                break;
            case PulseAnswerKind.SkippedLate:
                Tell("a pulse was skipped: its deadline had passed before it could be written");
                break;
            case PulseAnswerKind.Refused:
                TellRefusal(answer);
                break;
            case PulseAnswerKind.Armed:
                LastFault = FaultKind.None;
                Tell("armed: every setting was read back");
                break;
            case PulseAnswerKind.Faulted:
                LastFault = answer.Fault;
                Tell($"DISARMED ({answer.Fault}): {FaultText.Of(answer.Fault)}.");
                break;
            case PulseAnswerKind.Device when answer.Device.Device is >= 0 and < MostDevices:
                _devices[answer.Device.Device] = answer.Device;
                break;
            default:
                break;
        }

        inner.Answer(input, answer);
    }

    public void Command(long input, OperatorCommand command) => inner.Command(input, command);

    public void Side(long input, SideResult result)
    {
        Tell(result.Text.Length > 0 ? $"{result.Task}: {result.Text}" : $"{result.Task}: calibrated");
        inner.Side(input, result);
    }

    public void Fault(long input, FaultReport fault)
    {
        LastFault = fault.Kind;
        Tell($"DISARMED ({fault.Kind}): {fault.Text}");
        inner.Fault(input, fault);
    }

    public void Decision(DecisionRecord decision)
    {
        // Before it is armed a session may work off a backlog; what counts is what pulses were or could have been asked on.
        if (_ageCount < Capacity
            && decision.Outcome is DecisionOutcome.Held or DecisionOutcome.Asked or DecisionOutcome.FedBack
            && decision.Reason != HeldReason.NotArmed)
        {
            _ages[_ageCount++] = (decision.Taken - decision.Sample).TotalMilliseconds;
        }

        inner.Decision(decision);
    }

    public void Trial(Trial trial)
    {
        TrialsDone++;
        TrialsValid += trial.IsValid ? 1 : 0;
        _trials.Enqueue(trial);
        inner.Trial(trial);
    }

    private void Fired(in PulseAnswer answer)
    {
        var error = (answer.Done - answer.Asked).TotalMicroseconds;
        if (_errorCount < Capacity)
        {
            _errors[_errorCount++] = error;
        }

        if (answer.Kind == PulseAnswerKind.FiredLate)
        {
            Tell(FormattableString.Invariant($"a pulse left {error:0} µs after its deadline"));
        }
    }

    // The same limit may refuse at every onset; it is told once until another one does, and the counts tell how often.
    private void TellRefusal(in PulseAnswer answer)
    {
        if (answer.Limit == _lastRefusal)
        {
            return;
        }

        _lastRefusal = answer.Limit;
        Tell(LimitText.Sentence(
            new GateVerdict(GateOutcome.Refused, answer.Limit, answer.LimitValue, answer.AskedValue, false, FaultKind.None), limits));
    }

    private void Tell(string message)
    {
        if (_messages.Count < MostMessages)
        {
            _messages.Enqueue(message);
        }
    }
}
