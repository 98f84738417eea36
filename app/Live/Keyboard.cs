using System.Diagnostics;
using System.Text;
using ClosedLoop.Control;

namespace ClosedLoop.App;

/// <summary>
/// The operator's keys: space pauses (disarms) at once, <c>arm</c> and Enter arms, any other line becomes a note. Only where a person sits at
/// a terminal.
/// </summary>
internal sealed class Keyboard(LiveSession session, LiveScreen screen)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly StringBuilder _line = new();
    private readonly Stopwatch _sinceArm = new();
    private int _messagesAtArm;

    /// <summary>True if a person can type.</summary>
    public static bool IsThere => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Takes the keys that were pressed since the last call; does not wait.</summary>
    public void Poll()
    {
        while (IsThere && Console.KeyAvailable)
        {
            Take(Console.ReadKey(intercept: true));
        }

        TellIfPassedOver();
    }

    // An order to arm is passed over while a stream is silent or the last disarming is not confirmed, and nobody else says so.
    private void TellIfPassedOver()
    {
        if (!_sinceArm.IsRunning || _sinceArm.Elapsed < Patience)
        {
            return;
        }

        _sinceArm.Reset();
        if (session.State is SessionState.Ready or SessionState.Faulted && session.Statistics.Messages.Count == _messagesAtArm)
        {
            screen.Line("  not armed: a stream is silent, or disarming is not confirmed yet; type 'arm' and Enter again.");
        }
    }

    private void Take(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Spacebar && _line.Length == 0)
        {
            session.Commands.Post(new OperatorCommand(OperatorCommandKind.Pause));
            screen.Line("  paused: disarmed. Type 'arm' and Enter to arm again.");
        }
        else if (key.Key == ConsoleKey.Enter)
        {
            Enter(_line.ToString().Trim());
            _line.Clear();
        }
        else if (key.Key == ConsoleKey.Backspace)
        {
            _line.Length = Math.Max(0, _line.Length - 1);
        }
        else if (!char.IsControl(key.KeyChar))
        {
            _line.Append(key.KeyChar);
        }

        screen.Typed = _line.Length > 0 ? $"> {_line}   | " : "";
    }

    private void Enter(string line)
    {
        if (line.Equals("arm", StringComparison.OrdinalIgnoreCase))
        {
            if (session.State is not (SessionState.Ready or SessionState.Faulted))
            {
                screen.Line($"  not armed: the session is {session.State}; it can be armed when it is Ready or Faulted");
                return;
            }

            _messagesAtArm = session.Statistics.Messages.Count;
            _sinceArm.Restart();
            session.Commands.Post(new OperatorCommand(OperatorCommandKind.Arm));
            screen.Line("  arming: devices are set, read back and charged");
        }
        else if (line.Length > 0)
        {
            session.Commands.Post(new OperatorCommand(OperatorCommandKind.Note, line));
            screen.Line($"  noted: {line}");
        }
    }
}
