using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// Where the session's record goes. Called on the acquisition thread while the loop runs: whoever implements it copies what it needs into a
/// ring and returns, without blocking and, for frames and decisions, without allocating.
/// </summary>
public interface ISessionRecord
{
    /// <summary>A turn that had at least one input is over.</summary>
    /// <param name="turn">The turn; valid until the call returns.</param>
    void Turn(TurnRecord turn);

    /// <summary>Frames as the loop takes them in.</summary>
    void Frames(int stream, SampleBlock block);

    /// <summary>A marker as the loop takes it in.</summary>
    void Marker(int stream, in Marker marker);

    /// <summary>An answer of the firing side, with its number.</summary>
    void Answer(long input, in PulseAnswer answer);

    /// <summary>A command of the operator, with its number.</summary>
    void Command(long input, OperatorCommand command);

    /// <summary>A result of side work, with its number.</summary>
    void Side(long input, SideResult result);

    /// <summary>A fault on the thinking side, with its number.</summary>
    void Fault(long input, FaultReport fault);

    /// <summary>A decision; the record is valid until the call returns.</summary>
    void Decision(DecisionRecord decision);

    /// <summary>A trial to which nothing will be added any more.</summary>
    void Trial(Trial trial);
}
