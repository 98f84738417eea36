using System.Runtime.InteropServices;
using ClosedLoop.Control;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>How a live session is run.</summary>
internal sealed record LiveRunOptions
{
    /// <summary>Arms by itself whenever it can: only where nothing it drives can hurt anybody.</summary>
    public bool ArmsItself { get; init; }

    /// <summary>How long; null until its trials are done or it is stopped.</summary>
    public TimeSpan? Duration { get; init; }
}

/// <summary>Runs a live session from the terminal until it ends, is stopped, or fails; every way out ends disarmed.</summary>
internal sealed class LiveRun(LiveSession session, Experiment experiment, VerbCall call, LiveRunOptions options) : IDisposable
{
    // Those that a person can still do something about; 'check' shows all.
    private static readonly string[] AtArming =
    [
        nameof(LimitId.IntensityMotor), nameof(LimitId.IntensityCerebellum), nameof(LimitId.MinimumInterval), nameof(LimitId.PulsesPerSession),
        nameof(LimitId.PulsesPerDay), nameof(LimitId.ArmedDuration), nameof(LimitId.SessionDuration), nameof(LimitId.CoilTemperature),
    ];

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim _stop = new(false);
    private readonly SelfArming _self = new(session, options.ArmsItself);
    private string _stoppedBy = "";
    private bool _isAsked;

    /// <summary>Runs it; gives the outcome that stands in <c>session.json</c>.</summary>
    public string Run()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Leave(context, "stopped with Ctrl-C"));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Leave(context, "terminated"));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Leave(context, "hung up"));
        var screen = new LiveScreen(session, call, !call.Json && !Console.IsOutputRedirected);
        var keyboard = new Keyboard(session, screen);
        session.Start();
        var started = System.Diagnostics.Stopwatch.StartNew();
        string? outcome;
        while ((outcome = Outcome(started.Elapsed)) is null)
        {
            keyboard.Poll();
            Arm(screen);
            screen.Update();
            _stop.Wait(Refresh);
        }

        session.End(outcome);
        screen.Update();
        screen.Wipe();
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Why it is over; null while it goes on.</summary>
    private string? Outcome(TimeSpan elapsed)
    {
        var fault = session.State == SessionState.Faulted ? session.Statistics.LastFault : FaultKind.None;
        if (_stop.IsSet)
        {
            return _stoppedBy;
        }

        if (session.HasStopped)
        {
            return "failed";
        }

        if (FaultRules.ClearingOf(fault) is FaultClearing.ByNewSession or FaultClearing.Never)
        {
            return $"failed: {fault}, {FaultText.Of(fault)}";
        }

        if (session.State == SessionState.Ended)
        {
            return "done";
        }

        var isOver = elapsed > options.Duration;
        return !isOver ? null : fault == FaultKind.None || SelfArming.IsOfABusyMachine(fault) ? "done" : $"failed: {fault}, {FaultText.Of(fault)}";
    }

    private void Leave(PosixSignalContext context, string reason)
    {
        context.Cancel = true;
        _stoppedBy = reason;
        _stop.Set();
    }

    private void Arm(LiveScreen screen)
    {
        if (options.ArmsItself)
        {
            if (_self.Poll() is { } remark)
            {
                screen.Line($"  {remark}");
            }
        }
        else if (session.State is SessionState.Ready or SessionState.Faulted)
        {
            if (!_isAsked)
            {
                _isAsked = true;
                Ask(screen);
            }
        }
        else
        {
            // Asked again whenever it is disarmed again.
            _isAsked = false;
        }
    }

    private void Ask(LiveScreen screen)
    {
        screen.Line("");
        screen.Line($"  {session.State}, not armed. What would be armed:");
        foreach (var output in experiment.Outputs)
        {
            var index = experiment.StimulatorIndex(output.Stimulator);
            var device = experiment.Stimulators[index];
            var real = device.IsSimulated ? "simulated" : $"REAL DEVICE on {device.Port}";
            screen.Line($"    {output.Name}: {output.Stimulator} ({real}), {output.Target}, {output.Setting}, line {output.Line} of {output.Trigger}");
            screen.Line($"      {DeviceText.Of(session.Statistics.Device(index))}");
        }

        foreach (var line in LimitLines.Text([.. LimitLines.Of(ExperimentLimits.Resolve(experiment)).Where(limit => AtArming.Contains(limit.Limit))]))
        {
            screen.Line($"    {line}");
        }

        screen.Line(Keyboard.IsThere
            ? "  Type 'arm' and Enter to arm; each setting is set and read back from its device first. Space pauses, Ctrl-C stops, any other line is a note."
            : "  There is no terminal, so nobody can arm; simulated outputs arm themselves with --arm-simulated.");
    }
}
