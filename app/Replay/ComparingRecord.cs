using System.Text;
using System.Text.Json;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Writes each decision again and compares it with the line on record, letter by letter; keeps the first difference.</summary>
/// <param name="lines">How a decision is written.</param>
/// <param name="expected">The lines on record.</param>
/// <param name="breaksOff">The session was killed: its files end at different turns, and what one of them lacks at its end is no difference.</param>
internal sealed class ComparingRecord(DecisionLines lines, IReadOnlyList<string> expected, bool breaksOff) : ISessionRecord
{
    private int _next;

    /// <summary>Decisions made again.</summary>
    public int Count => _next;

    /// <summary>The first line that differs, with what was on record; null while none does.</summary>
    public (int Line, string Recorded, string Replayed)? Difference { get; private set; }

    public void Decision(DecisionRecord decision)
    {
        var line = Format(decision);
        if (breaksOff && _next >= expected.Count)
        {
            _next++;
            return;
        }

        var recorded = _next < expected.Count ? expected[_next] : "(nothing)";
        _next++;
        if (Difference is null && line != recorded)
        {
            Difference = (_next, recorded, line);
        }
    }

    /// <summary>The replay is over: what is on record and was not made again differs too.</summary>
    public void Finish()
    {
        if (Difference is null && !breaksOff && _next < expected.Count)
        {
            Difference = (_next + 1, expected[_next], "(nothing)");
        }
    }

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

    public void Trial(Trial trial)
    {
    }

    private string Format(DecisionRecord decision)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            lines.Write(json, decision);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
