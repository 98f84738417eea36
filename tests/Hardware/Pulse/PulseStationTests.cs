using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

public sealed class PulseStationTests
{
    [Fact]
    public void A_pair_that_is_asked_for_fires_in_order_and_never_early()
    {
        using var station = new LiveStation();
        station.Arm();

        var request = station.FirePair();

        var fired = station.Answers.Where(a => a.Request == request && a.Kind == PulseAnswerKind.Fired).ToArray();
        Assert.Equal([0, 1], fired.Select(a => a.Pulse));
        Assert.All(fired, a => Assert.True(a.Done >= a.Asked, $"{a.Done} is before {a.Asked}"));
        Assert.Equal(Duration.FromMilliseconds(5), fired[1].Asked - fired[0].Asked);
    }

    [Fact]
    public void What_the_gate_decided_is_recorded_and_decided_again_from_the_record()
    {
        var station = new LiveStation();
        using (station)
        {
            station.Arm();
            station.FirePair();
            station.AskPair();
            Assert.Equal(LimitId.MinimumInterval, station.Await(PulseAnswerKind.Refused).Limit);
            station.Ask(Sessions.Disarm(0));
            station.Await(PulseAnswerKind.Disarmed);
            station.Ask(Sessions.Shutdown(0));
            station.AwaitEnd();

            var replay = station.Replay();

            Assert.True(replay.IsSame, $"line {replay.DifferingLine}:\n{replay.Recorded}\n{replay.Recreated}");
            Assert.True(replay.Inputs > 10);
            Assert.Contains(station.GateLines(), line => line.Contains("\"outcome\":\"Fired\"", StringComparison.Ordinal));
            Assert.Contains(station.GateLines(), line => line.Contains("\"health\":\"disarmed\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_changed_verdict_in_the_record_is_found()
    {
        using var station = new LiveStation();
        station.Arm();
        station.Ask(Sessions.Shutdown(0));
        station.AwaitEnd();
        var lines = station.GateLines();
        var changed = Array.FindIndex(lines, line => line.Contains("\"ArmingDone\"", StringComparison.Ordinal));
        lines[changed] = lines[changed].Replace("Admitted", "Refused", StringComparison.Ordinal);
        var path = Path.Combine(station.Folder, "changed.jsonl");
        File.WriteAllLines(path, lines);

        Assert.Equal(changed + 1, FiringReplay.Run(path).DifferingLine);
    }

    [Fact]
    public void A_thinking_side_that_falls_silent_is_disarmed_and_latched()
    {
        using var station = new LiveStation();
        station.Arm();

        station.StopBeating();

        Assert.Equal(FaultKind.ControllerSilent, station.Await(PulseAnswerKind.Disarmed).Fault);
        station.AskPair();
        Assert.Equal(LimitId.FaultLatched, station.Await(PulseAnswerKind.Refused).Limit);
    }

    [Fact]
    public void A_beat_from_the_future_is_no_sign_of_life()
    {
        using var station = new LiveStation();
        station.StopBeating();
        station.Link.Beat(MonotonicClock.Instance.Now + Duration.FromSeconds(3600));
        station.Ask(Sessions.Arm(0));

        Assert.Equal(FaultKind.ControllerSilent, station.Await(PulseAnswerKind.Disarmed).Fault);
    }

    [Fact]
    public void A_session_armed_again_at_once_fires()
    {
        using var station = new LiveStation();
        station.Arm();
        station.Ask(Sessions.Disarm(0));
        station.Arm();

        station.AskPair();

        Assert.Equal(2, station.Await(PulseAnswerKind.TrainEnded).Pulse);
    }

    [Fact]
    public void Silence_cancels_what_is_scheduled()
    {
        using var station = new LiveStation(
            plan => plan with { Limits = LiveStation.SimulatedLimits((LimitId.Watchdog, 200)) });
        station.Arm();
        station.AskPair(480);
        station.Await(PulseAnswerKind.Admitted);

        station.StopBeating();

        Assert.Equal(0, station.Await(PulseAnswerKind.TrainEnded).Pulse);
        Assert.Equal(2, station.Answers.Count(a => a.Kind == PulseAnswerKind.Cancelled));
        Assert.DoesNotContain(station.Answers, a => a.Kind == PulseAnswerKind.Fired);
    }

    [Fact]
    public void A_host_that_slept_is_disarmed()
    {
        var difference = 0L;
        using var station = new LiveStation(sleep: () => Duration.FromNanoseconds(Volatile.Read(ref difference)));
        station.Arm();

        Volatile.Write(ref difference, Duration.FromSeconds(60).TotalNanoseconds);

        Assert.Equal(FaultKind.HostSlept, station.Await(PulseAnswerKind.Disarmed).Fault);
    }

    [Fact]
    public void The_end_of_the_thinking_process_disarms_and_ends_the_station()
    {
        var isGone = false;
        using var station = new LiveStation(isControllerGone: () => Volatile.Read(ref isGone));
        station.Arm();

        Volatile.Write(ref isGone, true);

        Assert.Equal(FaultKind.ControllerGone, station.Await(PulseAnswerKind.Disarmed).Fault);
        station.AwaitEnd();
        Assert.Equal(LinkState.Ended, station.Link.State);
    }

    [Fact]
    public void Limits_that_differ_on_the_two_sides_refuse_arming()
    {
        using var station = new LiveStation(identity: LiveStation.PlanIn("x").Identity(Sessions.Limits()));

        Assert.Equal(LinkState.Differs, station.Link.State);
        station.Ask(Sessions.Arm(0));
        var refused = station.Await(PulseAnswerKind.Refused);

        Assert.Equal((LimitId.FaultLatched, (double)(int)FaultKind.LinkMismatch), (refused.Limit, refused.AskedValue));
    }

    [Fact]
    public void A_pulse_process_that_has_gone_is_a_fault_on_the_thinking_side()
    {
        using var station = new LiveStation();
        station.Ask(Sessions.Shutdown(0));
        station.AwaitEnd();

        Assert.Equal(FaultKind.PulseProcessGone, station.Await(PulseAnswerKind.Faulted).Fault);
    }

    [Fact]
    public void The_dose_survives_the_session()
    {
        string folder;
        using (var station = new LiveStation())
        {
            folder = station.Folder;
            station.Arm();
            station.FirePair();
            var given = station.Answers.Count(a => a.Kind == PulseAnswerKind.Fired);
            station.Ask(Sessions.Shutdown(0));
            station.AwaitEnd();

            using var ledger = Ledger.Open(folder, "sub-01", "later", DateTimeOffset.UtcNow, MonotonicClock.Instance.Now);
            Assert.Equal(given, ledger.History(MonotonicClock.Instance.Now).DayPulses);
        }
    }

    [Fact]
    public void An_output_that_is_said_to_be_device_timed_and_is_not_cannot_be_opened()
    {
        var refused = Assert.Throws<ArgumentException>(() => new LiveStation(plan => plan with { Limits = Sessions.Settings() }));

        Assert.Contains("said to be timed by its trigger", refused.Message, StringComparison.Ordinal);
    }
}
