using System.Diagnostics;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Hardware;

/// <summary>The driver against the emulated unit; what the unit did is read from its own journal.</summary>
public sealed class Magstim200Tests : StimulatorContract
{
    private readonly EmulatorHost _unit = new(new Magstim200Emulator("a"));

    private IReadOnlyList<JournalEntry> Journal => _unit.Device.Journal.Entries;

    private string State => Journal.Where(e => e.Kind == JournalKind.State).Select(e => e.Text).LastOrDefault() ?? "LOCAL";

    [Fact]
    public void The_bytes_are_those_of_the_transcript()
    {
        Stimulator.Prepare(PercentMso.FromPercent(50));

        Assert.Equal(["51 40 6E", "4A 40 75", "40 30 35 30 2A", "4A 40 75"], Sent());
    }

    [Fact]
    public void The_hotter_winding_is_reported()
    {
        Stimulator.Poll();

        Assert.Equal(24.0, Stimulator.Report.CoilCelsius);
    }

    [Fact]
    public void An_emulated_unit_is_known_to_be_none() => Assert.True(Has(DeviceFlags.Simulated));

    [Fact]
    public void Half_a_per_cent_is_refused_because_the_unit_has_whole_ones()
    {
        Assert.Equal(DeviceExchange.Refused, Stimulator.Prepare(PercentMso.FromPercent(50.5)));
        Assert.Empty(Sent());
    }

    [Fact]
    public void A_knob_that_was_turned_is_noticed_within_four_polls()
    {
        Stimulator.Prepare(PercentMso.FromPercent(50));
        _unit.Inject(InjectedFault.PanelChange);

        for (var i = 0; i < 4; i++)
        {
            Stimulator.Poll();
        }

        Assert.False(Has(DeviceFlags.SettingsConfirmed));
        Assert.NotEqual(PercentMso.FromPercent(50), Stimulator.Report.Setting);
    }

    [Fact]
    public void A_lost_reply_to_a_poll_is_asked_for_once_more()
    {
        Stimulator.Poll();
        _unit.Inject(InjectedFault.NoReply);

        Assert.Equal(DeviceExchange.Done, Stimulator.Poll());
        Assert.True(Has(DeviceFlags.Answers));
    }

    [Fact]
    public void A_lost_reply_to_arming_is_not_repeated_and_the_state_is_asked_for()
    {
        Stimulator.Prepare(PercentMso.FromPercent(50));
        _unit.Inject(InjectedFault.NoReply);

        Assert.Equal(DeviceExchange.Silent, Stimulator.Energise());

        Assert.Single(Sent(), "45 42 78");
        Assert.True(Has(DeviceFlags.Energised));
    }

    [Theory]
    [InlineData(InjectedFault.FlippedByte)]
    [InlineData(InjectedFault.LostByte)]
    public void A_spoilt_reply_to_a_setting_is_no_success(InjectedFault fault)
    {
        Stimulator.Poll();
        _unit.Inject(fault);

        Assert.NotEqual(DeviceExchange.Done, Stimulator.Prepare(PercentMso.FromPercent(50)));
        Assert.False(Has(DeviceFlags.SettingsConfirmed));
    }

    [Theory]
    [InlineData(InjectedFault.SplitReply)]
    [InlineData(InjectedFault.GarbageBefore)]
    [InlineData(InjectedFault.UnsolicitedFrame)]
    public void A_reply_is_found_however_it_comes(InjectedFault fault)
    {
        Stimulator.Poll();
        _unit.Inject(fault);

        Assert.Equal(DeviceExchange.Done, Stimulator.Prepare(PercentMso.FromPercent(50)));
    }

    [Fact]
    public void A_late_reply_is_never_taken_for_the_next_ones()
    {
        Stimulator.Prepare(PercentMso.FromPercent(50));
        _unit.Inject(InjectedFault.LateReply);
        Assert.NotEqual(DeviceExchange.Done, Stimulator.Prepare(PercentMso.FromPercent(60)));

        var started = Stopwatch.GetTimestamp();
        while (Stimulator.Prepare(PercentMso.FromPercent(60)) != DeviceExchange.Done)
        {
            Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < 10, "The line never recovered.");
        }

        Assert.Equal(PercentMso.FromPercent(60), Stimulator.Report.Setting);
    }

    [Fact]
    public void Silence_counts_as_armed()
    {
        Stimulator.Poll();
        Assert.False(Has(DeviceFlags.Energised));
        _unit.Inject(InjectedFault.NoReply);
        _unit.Inject(InjectedFault.NoReply);

        Assert.Equal(DeviceExchange.Silent, Stimulator.Poll());

        Assert.False(Has(DeviceFlags.Answers));
        Assert.True(Has(DeviceFlags.Energised));
        Assert.False(Has(DeviceFlags.Ready));
    }

    [Fact]
    public void A_unit_that_goes_safe_by_itself_is_seen_at_the_next_poll()
    {
        Stimulator.Prepare(PercentMso.FromPercent(50));
        Stimulator.Energise();
        PollUntil(DeviceFlags.Ready);
        _unit.Inject(InjectedFault.DropsToSafe);

        Stimulator.Poll();

        Assert.False(Has(DeviceFlags.Energised));
    }

    [Fact]
    public void An_unplugged_unit_is_told_from_a_silent_one()
    {
        Stimulator.Poll();
        _unit.Inject(InjectedFault.PortVanishes);

        Assert.Equal(DeviceExchange.Unplugged, Stimulator.Poll());
        Assert.Equal(DeviceExchange.Unplugged, Stimulator.MakeSafe());
        Assert.True(Has(DeviceFlags.Energised));
    }

    [Fact]
    public void Disposing_disarms_and_gives_remote_control_back()
    {
        using (var stimulator = Create())
        {
            stimulator.Prepare(PercentMso.FromPercent(50));
            stimulator.Energise();
        }

        Assert.Equal("LOCAL", State);
        Assert.Contains("45 41 79", Sent());
        Assert.Equal("52 40 6D", Sent().Last());
    }

    [Fact]
    public void No_fire_command_is_ever_sent()
    {
        Stimulator.Prepare(PercentMso.FromPercent(50));
        Stimulator.Energise();
        PollUntil(DeviceFlags.Ready);
        Stimulator.MakeSafe();

        Assert.DoesNotContain("45 48 72", Sent());
        Assert.DoesNotContain(Journal, e => e.Kind == JournalKind.Pulse);
    }

    private protected override IStimulator Create() => DeviceKinds.BuiltIn.CreateStimulator(
        new DeviceConfig("a", "magstim200", _unit.Path, new Dictionary<string, string> { ["reply_timeout_ms"] = "400" }),
        0,
        MonotonicClock.Instance);

    private protected override void DisposeDevice() => _unit.Dispose();

    private string[] Sent() => [.. Journal.Where(e => e.Kind == JournalKind.FromHost).Select(e => e.Text)];
}
