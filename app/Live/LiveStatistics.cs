using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Passes a live session's record on and keeps the figures that the operator and the summary want. Acquisition thread writes, others read.</summary>
internal sealed class LiveStatistics(ISessionRecord inner) : ISessionRecord
{
    private const int Capacity = 1 << 16;

    private readonly double[] _errors = new double[Capacity];
    private readonly double[] _ages = new double[Capacity];
    private volatile int _errorCount;
    private volatile int _ageCount;
    private volatile string _lastMessage = "";

    /// <summary>Trials that are finished.</summary>
    public int TrialsDone { get; private set; }

    /// <summary>Trials among them that may be analysed.</summary>
    public int TrialsValid { get; private set; }

    /// <summary>Pulses that the limits still allow in the session; −1 before the first report.</summary>
    public int PulsesLeft { get; private set; } = -1;

    /// <summary>The newest trial.</summary>
    public Trial? LastTrial { get; private set; }

    /// <summary>The newest fault, refusal or remark, in one sentence.</summary>
    public string LastMessage => _lastMessage;

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
            case PulseAnswerKind.Fired or PulseAnswerKind.FiredLate when _errorCount < Capacity:
                _errors[_errorCount++] = (answer.Done - answer.Asked).TotalMicroseconds;
                break;
            case PulseAnswerKind.Refused:
                _lastMessage = FormattableString.Invariant(
                    $"refused: {LimitText.MeaningOf(answer.Limit)} is {answer.LimitValue:0.###}, asked {answer.AskedValue:0.###}");
                break;
            case PulseAnswerKind.Disarmed or PulseAnswerKind.Faulted when answer.Fault != FaultKind.None:
                _lastMessage = $"disarmed by {answer.Fault}";
                break;
            default:
                break;
        }

        inner.Answer(input, answer);
    }

    public void Command(long input, OperatorCommand command) => inner.Command(input, command);

    public void Side(long input, SideResult result)
    {
        _lastMessage = result.Text.Length > 0 ? $"{result.Task}: {result.Text}" : $"{result.Task}: calibrated";
        inner.Side(input, result);
    }

    public void Fault(long input, FaultReport fault)
    {
        _lastMessage = fault.Text;
        inner.Fault(input, fault);
    }

    public void Decision(DecisionRecord decision)
    {
        if (_ageCount < Capacity)
        {
            _ages[_ageCount++] = (decision.Taken - decision.Sample).TotalMilliseconds;
        }

        inner.Decision(decision);
    }

    public void Trial(Trial trial)
    {
        TrialsDone++;
        TrialsValid += trial.IsValid ? 1 : 0;
        LastTrial = trial;
        inner.Trial(trial);
    }
}
