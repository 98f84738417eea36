using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Passes a session's record on and keeps the instant of every onset of the rule, whatever became of it.</summary>
internal sealed class OnsetList(ISessionRecord inner) : ISessionRecord
{
    private readonly List<Instant> _onsets = [];

    /// <summary>When the rule wanted each pulse.</summary>
    public IReadOnlyList<Instant> Onsets => _onsets;

    public void Turn(TurnRecord turn) => inner.Turn(turn);

    public void Frames(int stream, SampleBlock block) => inner.Frames(stream, block);

    public void Marker(int stream, in Marker marker) => inner.Marker(stream, marker);

    public void Answer(long input, in PulseAnswer answer) => inner.Answer(input, answer);

    public void Command(long input, OperatorCommand command) => inner.Command(input, command);

    public void Side(long input, SideResult result) => inner.Side(input, result);

    public void Fault(long input, FaultReport fault) => inner.Fault(input, fault);

    public void Trial(Trial trial) => inner.Trial(trial);

    public void Decision(DecisionRecord decision)
    {
        if (decision.Outcome is DecisionOutcome.Held or DecisionOutcome.Asked or DecisionOutcome.FedBack)
        {
            _onsets.Add(decision.At);
        }

        inner.Decision(decision);
    }
}
