using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Loop;

/// <summary>A record that only counts requests, so that a test measures what the loop itself allocates.</summary>
internal sealed class ReplaySilence : ISessionRecord
{
    /// <summary>Requests asked so far.</summary>
    public int Asked { get; private set; }

    public void Turn(TurnRecord turn)
    {
    }

    public void Frames(int stream, SampleBlock block)
    {
    }

    public void Marker(int stream, in Marker marker)
    {
    }

    public void Answer(long input, in PulseAnswer answer)
    {
    }

    public void Command(long input, OperatorCommand command)
    {
    }

    public void Side(long input, SideResult result)
    {
    }

    public void Fault(long input, FaultReport fault)
    {
    }

    public void Decision(DecisionRecord decision) => Asked += decision.Outcome == DecisionOutcome.Asked ? 1 : 0;

    public void Trial(Trial trial)
    {
    }
}
