using ClosedLoop.Control;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// What the person at the terminal sees: a line for each finished trial and each message, and at the bottom, on a terminal, one line that is
/// written over and over with the state, the next pulse, the dose, the timing and the estimate.
/// </summary>
internal sealed class LiveScreen(LiveSession session, VerbCall call, bool isTerminal)
{
    private const int LinesWithoutTerminal = 25;

    private const int WidthIfUnknown = 100;

    private int _shownMessages;
    private int _shownTrials;
    private int _width;
    private int _updates;

    /// <summary>What was typed so far, shown behind the status.</summary>
    public string Typed { get; set; } = "";

    /// <summary>Brings the screen up to date; called a few times a second by one thread.</summary>
    public void Update()
    {
        var statistics = session.Statistics;
        foreach (var message in statistics.Messages.Skip(_shownMessages))
        {
            _shownMessages++;
            Line($"  {message}");
        }

        foreach (var trial in statistics.Trials.Skip(_shownTrials))
        {
            _shownTrials++;
            Line(TrialText(trial));
        }

        if (isTerminal)
        {
            Bottom(Status());
        }
        else if (_updates++ % LinesWithoutTerminal == 0)
        {
            call.Say(Status());
        }
    }

    /// <summary>Says a line for good.</summary>
    public void Line(string text)
    {
        Wipe();
        call.Say(text);
    }

    /// <summary>Takes the bottom line away.</summary>
    public void Wipe()
    {
        if (isTerminal && _width > 0)
        {
            call.Out.Write("\r" + new string(' ', _width) + "\r");
            _width = 0;
        }
    }

    private static string TrialText(Trial trial)
    {
        var mep = trial.Mep is { } answer ? FormattableString.Invariant($"MEP {answer.Microvolts / 1000:0.00} mV") : "no MEP yet";
        var cause = trial.Cause.Length > 0 ? $"  INVALID: {trial.Cause}" : "";
        var cbi = double.IsFinite(trial.CbiRatio)
            ? FormattableString.Invariant($"  CBI {trial.CbiRatio:0.00} [{trial.CbiLow:0.00}, {trial.CbiHigh:0.00}]")
            : "";
        return FormattableString.Invariant(
            $"  trial {trial.Number,3}  {trial.Condition.Name,-6} age {trial.Age.TotalMilliseconds,4:0.0} ms  error {Math.Round(trial.Error.TotalMicroseconds, 1),6:+0.0;-0.0;0.0} µs  {mep}{cbi}{cause}");
    }

    private string Status()
    {
        var statistics = session.Statistics;
        var errors = statistics.ErrorsMicroseconds;
        var timing = errors.Count == 0 ? "" : FormattableString.Invariant($"  timing p99 {Quantiles.Of(errors.Select(Math.Abs), 0.99):0} µs");
        var ages = statistics.AgesMilliseconds;
        var age = ages.Count == 0 ? "" : FormattableString.Invariant($"  age p99 {Quantiles.Of(ages, 0.99):0.0} ms");
        var left = statistics.PulsesLeft >= 0 ? $", {statistics.PulsesLeft} left" : "";
        var how = session.State == SessionState.Armed ? "ARMED" : session.State.ToString();
        return $"{Typed}{how,-12} {Next(),-24} pulses {session.Counts.PulsesFired}{left}{timing}{age}";
    }

    private string Next()
    {
        switch (session.State)
        {
            case SessionState.Armed when session.Wired.Trials is { Earliest.IsSet: true } trials:
                var wait = trials.Earliest - MonotonicClock.Instance.Now;
                return wait > Duration.Zero
                    ? FormattableString.Invariant($"next in {wait.TotalSeconds:0.0} s or later")
                    : "next at the rule's onset";
            case SessionState.Faulted:
                return session.Statistics.LastFault.ToString();
            default:
                return "";
        }
    }

    private void Bottom(string text)
    {
        // A terminal that does not tell its width says 0.
        var width = Console.WindowWidth is > 1 and var told ? told - 1 : WidthIfUnknown;
        var line = text.Length > width ? text[..width] : text;
        call.Out.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }
}
