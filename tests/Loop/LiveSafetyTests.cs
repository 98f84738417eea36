using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>
/// Whatever goes wrong ends with devices that are safe, which is read from the devices' own journals, and with a session that can be read and
/// replayed. The program under test is a process of its own, and in the first test the devices are too.
/// </summary>
[Collection("live")]
public class LiveSafetyTests
{
    // The devices make themselves safe after 1 s without their host.
    private static readonly Duration AloneTime = Duration.FromSeconds(2);
    private static readonly Duration ByOrder = Duration.FromSeconds(1);

    [Fact]
    public void A_killed_controller_leaves_safe_devices_and_a_session_that_replays_to_its_last_whole_turn()
    {
        using var stage = new LiveStage();
        using var world = stage.StartWorld();
        using var run = stage.StartAndFire();
        var firing = stage.FiringProcess;
        Assert.NotEqual(run.Id, firing);
        Assert.True(IsAlive(firing));

        var killed = MonotonicClock.Instance.Now;
        run.Signal("KILL");
        world.WaitUntil(() => stage.AreBothSafe && !IsAlive(firing), "the devices are safe and the firing process has ended");

        stage.AssertSafeAfter(killed, AloneTime);
        Assert.Equal("running", stage.Outcome);
        stage.Replay();
    }

    [Fact]
    public void A_killed_firing_process_leaves_safe_devices_and_ends_the_session_with_a_message()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        using var run = stage.StartAndFire();

        var killed = MonotonicClock.Instance.Now;
        LiveProgram.Signal("KILL", stage.FiringProcess.ToString());

        Assert.Equal(1, run.WaitForExit());
        run.WaitUntil(() => stage.AreBothSafe, "the devices are safe");
        stage.AssertSafeAfter(killed, AloneTime);
        Assert.StartsWith("failed: PulseProcessGone", stage.Outcome, StringComparison.Ordinal);
        Assert.Contains("DISARMED (PulseProcessGone)", run.Out, StringComparison.Ordinal);
        stage.Replay();
    }

    [Fact]
    public void A_stream_that_ends_disarms()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        using var run = stage.StartAndFire();

        var lost = MonotonicClock.Instance.Now;
        world.Streamer.Dispose();
        run.WaitUntil(() => stage.AreBothSafe && Says(stage, "StreamLost"), "the devices are safe");

        stage.AssertSafeAfter(lost, ByOrder);
        run.Signal("INT");
        Assert.Equal(0, run.WaitForExit());
        stage.Replay();
    }

    [Fact]
    public void A_stimulator_that_falls_silent_disarms_the_other_one()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        using var run = stage.StartAndFire();

        var silent = MonotonicClock.Instance.Now;
        world.Inject("cs", InjectedFault.GoesSilent);
        run.WaitUntil(() => stage.AreBothSafe && Says(stage, "DeviceSilent"), "the devices are safe");

        stage.AssertSafeAfter(silent, AloneTime);
        Assert.DoesNotContain(stage.Journal("box"), entry => entry.Kind == JournalKind.Edge && entry.Time > stage.SafeSince("ts"));
        run.Signal("INT");
        Assert.Equal(0, run.WaitForExit());
        stage.Replay();
    }

    private static bool Says(LiveStage stage, string fault) => stage.Inputs.Contains(fault, StringComparison.Ordinal);

    private static bool IsAlive(int process) => Directory.Exists($"/proc/{process}");
}
