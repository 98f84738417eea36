using System.Text;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Hardware;

/// <summary>The driver against the emulated box; what the box did is read from its own journal.</summary>
public sealed class TimerBoxTests : TriggerContract
{
    private readonly EmulatorHost _box = new(new TimerBoxEmulator("box"));

    private IReadOnlyList<JournalEntry> Journal => _box.Device.Journal.Entries;

    [Fact]
    public void A_pair_is_one_line_with_both_edges_on_one_clock()
    {
        var train = Ask(aheadMilliseconds: 60);
        WriteAll(train);
        AwaitEdges(2);

        var line = Assert.Single(Lines(), l => l.StartsWith('T'));
        Assert.Equal("0 1000 1 5000 1000 2", string.Join(' ', line.Split(' ').Skip(2)));
        var edges = Journal.Where(e => e.Kind == JournalKind.Edge).ToArray();
        Assert.Equal(["1", "2"], edges.Select(e => e.Text));

        // The box counts whole microseconds of its own clock, which runs 18 ppm fast.
        Assert.InRange((edges[1].Time - edges[0].Time).TotalMicroseconds, 4998.5, 5001.5);
    }

    [Fact]
    public void The_reported_time_is_the_true_one_within_its_bound()
    {
        var train = Ask(aheadMilliseconds: 60);
        WriteAll(train);

        var told = AwaitEdges(2);

        var truth = Journal.Where(e => e.Kind == JournalKind.Edge).Select(e => e.Time).ToArray();
        for (var i = 0; i < 2; i++)
        {
            var error = (told[i].At - truth[i]).Magnitude;
            Assert.True(error <= told[i].Bound + Duration.FromMicroseconds(2), $"off by {error}, bound {told[i].Bound}");
        }
    }

    [Fact]
    public void A_write_that_comes_too_late_for_its_edges_is_not_made()
    {
        var train = Ask(aheadMilliseconds: 30);
        PreciseWait.Until(train.At, PreciseWait.DefaultMargin);

        Assert.Equal(TriggerWriteOutcome.TooLate, Trigger.Write(train, 0, 2).Outcome);

        Assert.DoesNotContain(Lines(), l => l.StartsWith('T'));
    }

    [Fact]
    public void A_second_write_while_edges_are_to_come_is_refused_here_already()
    {
        var train = Ask(aheadMilliseconds: 400);

        Assert.Equal(TriggerWriteOutcome.Written, Trigger.Write(train, 0, 2).Outcome);
        Assert.Equal(TriggerWriteOutcome.Busy, Trigger.Write(train, 0, 2).Outcome);
    }

    [Fact]
    public void A_line_that_was_held_up_on_its_way_makes_no_edge()
    {
        using var box = new PausableBox();
        using var trigger = DeviceKinds.BuiltIn.CreateTrigger(
            new DeviceConfig("box", "timer-box", box.Path), Wiring, MonotonicClock.Instance);
        var train = Ask(aheadMilliseconds: 40);
        using (box.Pause())
        {
            Assert.Equal(TriggerWriteOutcome.Written, trigger.Write(train, 0, 2).Outcome);
            PreciseWait.SleepUntil(train.At + Duration.FromMilliseconds(20));
        }

        var told = Assert.Single(Await(trigger, 1, e => e.Kind == TriggerEventKind.TooLate));

        Assert.Equal(0, told.Pulse);
        Assert.Equal(0, box.EdgeCount);
    }

    [Fact]
    public void What_is_cancelled_does_not_leave()
    {
        var train = Ask(aheadMilliseconds: 300);
        Trigger.Write(train, 0, 2);

        Trigger.Cancel();

        PreciseWait.SleepUntil(train.At + Duration.FromMilliseconds(50));
        Assert.DoesNotContain(Journal, e => e.Kind == JournalKind.Edge);
        Trigger.Attend(Duration.FromMilliseconds(5));
        Assert.DoesNotContain(Events(), e => e.Kind == TriggerEventKind.Edge);
    }

    [Fact]
    public void A_write_behind_a_cancel_is_not_taken_for_cancelled()
    {
        var train = Ask(aheadMilliseconds: 100);
        Trigger.Cancel();
        Assert.Equal(TriggerWriteOutcome.Written, Trigger.Write(train, 0, 2).Outcome);

        Assert.Equal([0, 1], AwaitEdges(2).Select(e => e.Pulse));
    }

    [Fact]
    public void A_second_cancel_takes_back_what_was_written_behind_the_first()
    {
        var train = Ask(aheadMilliseconds: 300);
        Trigger.Cancel();
        Trigger.Write(train, 0, 2);

        Trigger.Cancel();

        PreciseWait.SleepUntil(train.At + Duration.FromMilliseconds(50));
        Assert.Contains(Lines(), l => l.StartsWith('T'));
        Assert.DoesNotContain(Journal, e => e.Kind == JournalKind.Edge);
    }

    [Fact]
    public void A_box_that_refuses_says_so()
    {
        _ = Trigger;
        _box.Inject(InjectedFault.UnsolicitedFrame);

        Await(1, e => e.Kind == TriggerEventKind.Refused);
    }

    [Fact]
    public void A_box_that_is_unplugged_says_so_once()
    {
        _ = Trigger;
        _box.Inject(InjectedFault.PortVanishes);

        Await(1, e => e.Kind == TriggerEventKind.Unplugged);

        Assert.False(Trigger.IsReady);
        Trigger.Attend(Duration.FromMilliseconds(5));
        Assert.Empty(Events());
    }

    [Fact]
    public void Something_else_on_the_port_is_no_timer_box()
    {
        using var other = new EmulatorHost(new Magstim200Emulator("a"));

        var refused = Assert.Throws<SerialPortException>(() => DeviceKinds.BuiltIn.CreateTrigger(
            new DeviceConfig("box", "timer-box", other.Path), Wiring, MonotonicClock.Instance));

        Assert.Contains("No timer box answers", refused.Message, StringComparison.Ordinal);
    }

    // A busy test machine holds lines up; 50 ms of lead let it.
    private protected override ITrigger Create(IReadOnlyList<WiredOutput> wiring) => DeviceKinds.BuiltIn.CreateTrigger(
        new DeviceConfig("box", "timer-box", _box.Path, new Dictionary<string, string> { ["lead_ms"] = "50" }),
        wiring,
        MonotonicClock.Instance);

    private protected override void DisposeDevice() => _box.Dispose();

    private List<TriggerEvent> Events()
    {
        var events = new List<TriggerEvent>();
        while (Trigger.TryTake(out var told))
        {
            events.Add(told);
        }

        return events;
    }

    private string[] Lines() => Encoding.ASCII.GetString([.. Journal
        .Where(e => e.Kind == JournalKind.FromHost)
        .SelectMany(e => e.Text.Split(' ').Select(hex => Convert.ToByte(hex, 16)))]).Split('\n');
}
