using System.Runtime.InteropServices;
using ClosedLoop.Control;

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
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim _stop = new(false);
    private string _stoppedBy = "";
    private bool _askedToArm;

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
        var outcome = "done";
        while (true)
        {
            keyboard.Poll();
            Arm(screen);
            screen.Update();
            if (_stop.IsSet || session.State == SessionState.Ended || session.HasStopped || started.Elapsed > options.Duration)
            {
                outcome = _stop.IsSet ? _stoppedBy : session.HasStopped ? "failed" : "done";
                break;
            }

            _stop.Wait(Refresh);
        }

        session.End(outcome);
        screen.Update();
        screen.Wipe();
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void Leave(PosixSignalContext context, string reason)
    {
        context.Cancel = true;
        _stoppedBy = reason;
        _stop.Set();
    }

    private void Arm(LiveScreen screen)
    {
        if (session.State == SessionState.Calibrating)
        {
            return;
        }

        if (options.ArmsItself && session.State == SessionState.Ready && !_askedToArm)
        {
            _askedToArm = true;
            session.Commands.Post(new OperatorCommand(OperatorCommandKind.Arm));
        }
        else if (!options.ArmsItself && !_askedToArm && session.State == SessionState.Ready)
        {
            _askedToArm = true;
            Ask(screen);
        }
    }

    private void Ask(LiveScreen screen)
    {
        screen.Line("");
        screen.Line("  Ready to arm:");
        foreach (var output in experiment.Outputs)
        {
            var device = experiment.Stimulators[experiment.StimulatorIndex(output.Stimulator)];
            var real = device.IsSimulated ? "simulated" : $"REAL DEVICE on {device.Port}";
            screen.Line($"    {output.Name}: {output.Stimulator} ({real}), {output.Target}, {output.Setting}, line {output.Line} of {output.Trigger}");
        }

        foreach (var limit in ExperimentLimits.Resolve(experiment).Limits)
        {
            screen.Line($"    {limit}");
        }

        screen.Line(Keyboard.IsThere
            ? "  Type 'arm' and Enter to arm; each setting is read back from its device first. Space pauses, Ctrl-C stops, any other line is a note."
            : "  There is no terminal, so nobody can arm; simulated outputs arm themselves with --arm-simulated.");
    }
}
