using System.Diagnostics;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Hardware;

/// <summary>The pulse process as a process: started, killed from, and judged by what the emulated devices themselves wrote down.</summary>
public sealed class PulseProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("closedloop-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_has_an_id_of_its_own_runs_a_train_and_ends_when_asked()
    {
        using var handle = PulseProcessHandle.Start(LiveStation.PlanIn(_folder), ThinkingSide.Own("pulse"), Duration.FromSeconds(30));
        Assert.NotEqual(Environment.ProcessId, handle.ProcessId);
        Assert.Equal(handle.ProcessId, handle.Link.ServerProcess);

        Ask(handle, Sessions.Arm(1));
        Await(handle, PulseAnswerKind.Armed);
        var now = MonotonicClock.Instance.Now;
        Ask(handle, Sessions.Pair(2, now + Duration.FromMilliseconds(100), now));
        Await(handle, PulseAnswerKind.TrainEnded);
        Ask(handle, Sessions.Shutdown(3));
        Await(handle, PulseAnswerKind.Disarmed);

        Until(() => handle.HasExited, "The process did not end.");
        Assert.Equal("", handle.Errors);
        Assert.Equal(0, handle.Link.Health.Collections);
        Assert.Equal(0, handle.Link.Health.AllocatedBytes);
        Assert.True(FiringReplay.Run(Path.Combine(_folder, "gate.jsonl")).IsSame);
        Assert.Contains("link and gate", File.ReadAllText(Path.Combine(_folder, PulseProcess.RightsFile)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_cannot_be_started_is_told_and_leaves_no_shared_memory_behind()
    {
        var refused = Assert.Throws<IOException>(() => PulseProcessHandle.Start(
            LiveStation.PlanIn(_folder), new PulseProgram(Path.Combine(_folder, "none"), []), Duration.FromSeconds(30)));

        Assert.Contains("could not be started", refused.Message, StringComparison.Ordinal);
        var plan = PulsePlan.Read(Path.Combine(_folder, "pulse-plan.json"));
        Assert.False(File.Exists(plan.LinkPath), $"{plan.LinkPath} was left behind.");
    }

    [Fact]
    public void A_port_that_is_not_there_is_told_with_its_remedy()
    {
        var plan = LiveStation.PlanIn(_folder) with
        {
            Stimulators = [new DeviceConfig("a", "magstim200", "/dev/ttyNone"), new DeviceConfig("b", "simulated")],
        };

        var refused = Assert.Throws<IOException>(
            () => PulseProcessHandle.Start(plan, ThinkingSide.Own("pulse"), Duration.FromSeconds(30)));

        Assert.Contains("There is no serial port /dev/ttyNone", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_controller_killed_in_an_armed_session_leaves_the_stimulator_in_standby()
    {
        using var coil = new EmulatorHost(new Magstim200Emulator("a"));
        var plan = LiveStation.PlanIn(_folder) with
        {
            Stimulators = [new DeviceConfig("a", "magstim200", coil.Path), new DeviceConfig("b", "simulated")],
            LinkPath = "set at the start",
        };
        var planPath = Path.Combine(_folder, "plan.json");
        plan.Write(planPath);
        using var thinking = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "think", planPath])
        {
            RedirectStandardOutput = true,
        })!;
        var armed = thinking.StandardOutput.ReadLine()!.Split(' ');
        Assert.Equal("Armed", armed[0]);
        Assert.Contains(coil.Device.Journal.Entries, e => e.Kind == JournalKind.State && e.Text == "READY");
        using var firing = Process.GetProcessById(int.Parse(armed[2]));

        thinking.Kill();

        Assert.True(firing.WaitForExit(Patience), "The pulse process outlived its controller.");
        var states = coil.Device.Journal.Entries.Where(e => e.Kind == JournalKind.State).Select(e => e.Text);
        Assert.Contains(coil.Device.Journal.Entries, e => e.Kind == JournalKind.FromHost && e.Text == "45 41 79");
        Assert.Equal("LOCAL", states.Last());
        Assert.Contains("ControllerGone", File.ReadAllText(Path.Combine(_folder, "gate.jsonl")), StringComparison.Ordinal);
        Assert.True(FiringReplay.Run(Path.Combine(_folder, "gate.jsonl")).IsSame);
    }

    [Fact]
    public void An_interrupt_is_ignored_and_a_termination_disarms()
    {
        using var handle = PulseProcessHandle.Start(LiveStation.PlanIn(_folder), ThinkingSide.Own("pulse"), Duration.FromSeconds(30));
        Ask(handle, Sessions.Arm(1));
        Await(handle, PulseAnswerKind.Armed);

        Send(handle, "INT");
        Ask(handle, new PulseRequest { Kind = PulseRequestKind.Stimulate, Id = 2 });
        Assert.Equal(LimitId.RequestForm, Await(handle, PulseAnswerKind.Refused).Limit);
        Send(handle, "TERM");

        Assert.Equal(FaultKind.Terminated, Await(handle, PulseAnswerKind.Disarmed).Fault);
        Until(() => handle.HasExited, "The process did not end.");
    }

    private static void Send(PulseProcessHandle handle, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, handle.ProcessId.ToString()])!;
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static void Ask(PulseProcessHandle handle, PulseRequest request)
    {
        handle.Link.Beat(MonotonicClock.Instance.Now);
        Assert.True(handle.Link.TryAsk(request));
    }

    private static PulseAnswer Await(PulseProcessHandle handle, PulseAnswerKind kind)
    {
        var seen = new List<string>();
        var found = default(PulseAnswer);
        Until(
            () =>
            {
                handle.Link.Beat(MonotonicClock.Instance.Now);
                while (handle.Link.TryTake(out found))
                {
                    seen.Add($"{found.Kind} {found.Fault} {found.Limit}");
                    if (found.Kind == kind)
                    {
                        return true;
                    }
                }

                return false;
            },
            () => $"No answer {kind}; those that came: {string.Join(", ", seen)}. {handle.Errors}");
        return found;
    }

    private static void Until(Func<bool> condition, string otherwise) => Until(condition, () => otherwise);

    private static void Until(Func<bool> condition, Func<string> otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, otherwise());
            Thread.Sleep(2);
        }
    }
}
