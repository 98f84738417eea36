using System.Diagnostics;
using ClosedLoop.Control;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// Arms in a person's place where nothing can hurt anybody: once when the session is ready, and again after a fault that only says that this
/// machine was busy, a few times at most. After every other fault it stays disarmed.
/// </summary>
internal sealed class SelfArming(LiveSession session, bool isAllowed)
{
    private const int MostRearmings = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceFault = new();
    private bool _hasArmed;
    private int _rearmings;

    /// <summary>True for faults that say that this machine was busy, and nothing about a device or a stream.</summary>
    public static bool IsOfABusyMachine(FaultKind fault) => fault is FaultKind.FiredLate or FaultKind.ControllerSilent;

    /// <summary>Arms if it is time to; called a few times a second.</summary>
    /// <returns>What it did, in a sentence; null if nothing that a person has to know.</returns>
    public string? Poll()
    {
        if (!isAllowed)
        {
            return null;
        }

        switch (session.State)
        {
            case SessionState.Ready when !_hasArmed:
                // An order is passed over until every stream was heard, so it is given until it is taken.
                Arm();
                return null;
            case SessionState.Faulted when IsOfABusyMachine(session.Statistics.LastFault) && _rearmings < MostRearmings:
                return Rearm();
            case SessionState.Arming or SessionState.Armed:
                _hasArmed = true;
                _sinceFault.Reset();
                return null;
            default:
                _sinceFault.Reset();
                return null;
        }
    }

    private string? Rearm()
    {
        _sinceFault.Start();
        if (_sinceFault.Elapsed < Pause)
        {
            return null;
        }

        _sinceFault.Reset();
        _rearmings++;
        Arm();
        return $"arming again, {_rearmings} of at most {MostRearmings} times: every output is simulated; with a real device only a person can";
    }

    private void Arm() => session.Commands.Post(new OperatorCommand(OperatorCommandKind.Arm));
}
