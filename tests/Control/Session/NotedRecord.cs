using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Control;

/// <summary>Keeps what a session puts on record, for the test to look at.</summary>
internal sealed class NotedRecord : ISessionRecord
{
    public List<(DecisionOutcome Outcome, HeldReason Reason)> Decisions { get; } = [];

    public List<Trial> Trials { get; } = [];

    public List<(long Input, string What)> Inputs { get; } = [];

    public List<(long First, int Count)> Turns { get; } = [];

    public void Turn(TurnRecord turn) => Turns.Add((turn.FirstInput, turn.Count));

    public void Frames(int stream, SampleBlock block)
    {
    }

    public void Marker(int stream, in Marker marker)
    {
    }

    public void Answer(long input, in PulseAnswer answer) => Inputs.Add((input, answer.Kind.ToString()));

    public void Command(long input, OperatorCommand command) => Inputs.Add((input, command.Kind.ToString()));

    public void Side(long input, SideResult result) => Inputs.Add((input, result.Task));

    public void Fault(long input, FaultReport fault) => Inputs.Add((input, fault.Kind.ToString()));

    public void Decision(DecisionRecord decision) => Decisions.Add((decision.Outcome, decision.Reason));

    public void Trial(Trial trial) => Trials.Add(trial);
}
