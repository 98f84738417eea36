using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Keeps nothing: for virtual sessions of which only the result is wanted.</summary>
internal sealed class NoRecord : ISessionRecord
{
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

    public void Decision(DecisionRecord decision)
    {
    }

    public void Trial(Trial trial)
    {
    }
}
