using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Puts a session's inputs, decisions and trials into its journal, but not its frames: for replays, whose frames are on file.</summary>
internal sealed class JournalRecord(SessionJournal journal) : ISessionRecord
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

    public void Answer(long input, in PulseAnswer answer) => journal.Add(new InputEntry { Input = input, Answer = answer });

    public void Command(long input, OperatorCommand command) => journal.Add(new InputEntry { Input = input, Command = command });

    public void Side(long input, SideResult result) => journal.Add(new InputEntry { Input = input, Side = result });

    public void Fault(long input, FaultReport fault) => journal.Add(new InputEntry { Input = input, Fault = fault });

    public void Decision(DecisionRecord decision) => journal.Add(decision);

    public void Trial(Trial trial) => journal.Add(trial);
}
