namespace ClosedLoop.App;

/// <summary>One line on a terminal that is written over and over; nothing where the output is a file, a pipe or JSON.</summary>
internal sealed class ProgressLine(VerbCall call)
{
    private readonly bool _shows = !call.Json && !Console.IsErrorRedirected;
    private int _width;
    private long _lastShown;

    /// <summary>Shows a text, at most ten times a second.</summary>
    public void Show(FormattableString text)
    {
        var now = Environment.TickCount64;
        if (!_shows || now - _lastShown < 100)
        {
            return;
        }

        _lastShown = now;
        var line = FormattableString.Invariant(text);
        call.Error.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }

    /// <summary>Wipes the line.</summary>
    public void Clear()
    {
        if (_shows && _width > 0)
        {
            call.Error.Write("\r" + new string(' ', _width) + "\r");
        }
    }
}
