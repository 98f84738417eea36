using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class Magstim200EmulatorTests
{
    private const string Remote = "51 40 6E";
    private const string Release = "52 40 6D";
    private const string Arm = "45 42 78";
    private const string Disarm = "45 41 79";
    private const string Fire = "45 48 72";
    private const string Parameters = "4A 40 75";

    private readonly Magstim200Emulator _device;
    private readonly Bench _bench;
    private readonly RecordedPulses _felt = new();

    public Magstim200EmulatorTests()
    {
        _device = new Magstim200Emulator("ts");
        _device.AddListener(_felt);
        _bench = new Bench(_device);
    }

    [Fact]
    public void Its_bytes_are_those_of_the_published_transcript()
    {
        Assert.Equal("51 89 25", _bench.Exchange(Remote));
        Assert.Equal("4A 89 30 33 30 30 30 30 30 30 30 79", _bench.Exchange(Parameters));
        Assert.Equal("40 89 36", _bench.Exchange("40 30 35 30 2A"));
        Assert.Equal("45 53 67", _bench.Exchange(Fire));
        Assert.Equal("45 89 31", _bench.Exchange(Arm));
        _bench.Wait(500);
        Assert.Equal("51 8A 24", _bench.Exchange(Remote));
        _bench.Wait(600);
        Assert.Equal("51 8C 22", _bench.Exchange(Remote));
        Assert.Equal("45 8C 2E", _bench.Exchange(Fire));
        Assert.Equal("51 8A 24", _bench.Exchange(Remote));
        Assert.Equal("46 8A 32 34 30 32 34 30 03", _bench.Exchange("46 40 79"));
        Assert.Equal("45 8A 30", _bench.Exchange(Disarm));
        Assert.Equal("52 09 A4", _bench.Exchange(Release));
        Assert.Equal("3F", _bench.Exchange("4B 40 74"));
        Assert.Equal("40 3F 80", _bench.Exchange("40 30 35 30 00"));
        Assert.Equal(1, _device.PulseCount);
    }

    [Theory]
    [InlineData("40 30 30 30 2F", 2)]
    [InlineData("40 30 34 39 22", 2)]
    [InlineData("40 30 35 30 2A", 3)]
    [InlineData("40 30 37 39 1F", 3)]
    [InlineData("40 30 38 30 27", 4)]
    [InlineData("40 31 30 30 2E", 4)]
    public void It_is_ready_again_after_the_time_that_its_power_needs(string setPower, int seconds)
    {
        MakeReady(setPower);
        _ = _bench.Exchange(Fire);
        _bench.Poll(seconds - 0.5);
        _bench.Wait(499);
        Assert.Equal(MagstimState.Armed, _device.State);
        _bench.Wait(1);
        Assert.Equal(MagstimState.Ready, _device.State);
    }

    [Fact]
    public void A_host_that_is_silent_for_a_second_while_it_is_armed_loses_it()
    {
        MakeReady();
        _bench.Wait(999);
        Assert.Equal(MagstimState.Ready, _device.State);
        _bench.Wait(1);
        Assert.Equal(MagstimState.Local, _device.State);
        Assert.Equal("51 89 25", _bench.Exchange(Remote));
    }

    [Fact]
    public void A_command_that_was_refused_does_not_keep_it_armed()
    {
        MakeReady();
        _bench.Wait(900);
        _ = _bench.Exchange("40 30 35 30 00");
        _bench.Wait(100);
        Assert.Equal(MagstimState.Local, _device.State);
    }

    [Fact]
    public void In_standby_silence_changes_nothing()
    {
        _ = _bench.Exchange(Remote);
        _bench.Wait(3_600_000);
        Assert.Equal(MagstimState.Standby, _device.State);
    }

    [Fact]
    public void After_a_minute_without_a_pulse_it_disarms_itself_and_stays_under_remote_control()
    {
        _ = _bench.Exchange(Remote);
        _ = _bench.Exchange(Arm);
        _bench.Poll(59.5);
        Assert.Equal(MagstimState.Ready, _device.State);
        _bench.Wait(500);
        Assert.Equal(MagstimState.Standby, _device.State);
    }

    [Fact]
    public void A_trigger_edge_fires_a_ready_coil_once_at_the_instant_of_the_edge()
    {
        MakeReady("40 30 35 30 2A");
        var edge = _bench.Now + Duration.FromMicroseconds(137);
        _device.OnLine(true, edge);
        _device.OnLine(false, edge + Duration.FromMilliseconds(1));
        _device.OnLine(true, edge + Duration.FromMilliseconds(2));
        var pulse = Assert.Single(_felt.Pulses);
        Assert.Equal(new CoilPulse(edge, PercentMso.FromPercent(50), PulseSource.Ttl, "ts"), pulse);
        Assert.Equal(["50 ttl"], Texts(JournalKind.Pulse));
        Assert.Contains("trigger ignored ARMED", Texts(JournalKind.Note));
    }

    [Fact]
    public void Neither_edge_nor_command_fires_it_in_any_other_state()
    {
        TryBoth();
        Assert.Equal(MagstimState.Local, _device.State);
        _ = _bench.Exchange(Remote);
        TryBoth();
        Assert.Equal(MagstimState.Standby, _device.State);
        _ = _bench.Exchange(Arm);
        TryBoth();
        Assert.Equal(MagstimState.Armed, _device.State);
        Assert.Empty(_felt.Pulses);

        void TryBoth()
        {
            Assert.Equal("45 53 67", _bench.Exchange(Fire));
            _device.OnLine(true, _bench.Now);
        }
    }

    [Fact]
    public void Arming_and_setting_power_need_remote_control_and_disarming_does_not()
    {
        Assert.Equal("45 53 67", _bench.Exchange(Arm));
        Assert.Equal("40 53 6C", _bench.Exchange("40 30 35 30 2A"));
        Assert.Equal("45 09 B1", _bench.Exchange(Disarm));
    }

    [Fact]
    public void Power_beyond_100_is_a_conflict_and_a_letter_in_it_is_bad_data()
    {
        _ = _bench.Exchange(Remote);
        Assert.Equal("40 53 6C", _bench.Exchange("40 31 30 31 2D"));
        Assert.Equal("40 3F 80", _bench.Exchange("40 30 35 41 19"));
        Assert.Equal("4A 89 30 33 30 30 30 30 30 30 30 79", _bench.Exchange(Parameters));
    }

    [Fact]
    public void A_change_of_power_while_ready_takes_it_back_to_charging()
    {
        MakeReady("40 30 35 30 2A");
        _ = _bench.Exchange("40 30 34 30 2B");
        Assert.Equal(MagstimState.Armed, _device.State);
        _bench.Wait(999);
        Assert.Equal(MagstimState.Armed, _device.State);
        _ = _bench.Exchange(Remote);
        _bench.Wait(1);
        Assert.Equal(MagstimState.Ready, _device.State);
    }

    [Fact]
    public void A_coil_above_40_degrees_ends_readiness_and_forbids_arming()
    {
        MakeReady();
        _device.HeatCoilTo(Celsius.FromDegrees(40.1), _bench.Now);
        Assert.Equal(MagstimState.Standby, _device.State);
        Assert.Equal("45 53 67", _bench.Exchange(Arm));
        _bench.Wait(60_000);
        Assert.Equal("45 89 31", _bench.Exchange(Arm));
    }

    [Fact]
    public void A_serial_fire_that_has_not_left_yet_dies_with_the_disarming()
    {
        var slow = new Magstim200Emulator("ts", Magstim200Settings.Immediate with { SerialFireDelay = Duration.FromMilliseconds(5) });
        slow.AddListener(_felt);
        var bench = new Bench(slow);
        foreach (var command in (string[])[Remote, Arm])
        {
            _ = bench.Exchange(command);
        }

        bench.Poll(1.5);
        Assert.Equal("45 8C 2E", bench.Exchange(Fire));
        bench.Wait(4);
        _ = bench.Exchange(Disarm);
        bench.Wait(10);
        Assert.Empty(_felt.Pulses);
    }

    [Fact]
    public void At_life_like_pace_a_byte_takes_its_time_on_the_wire_and_a_serial_fire_its_milliseconds()
    {
        var device = new Magstim200Emulator("ts", Magstim200Settings.LifeLike);
        device.AddListener(_felt);
        var bench = new Bench(device);
        device.Receive(Hex.Bytes(Remote), bench.Now);
        bench.Wait(3 + 1 + 3);
        Assert.Equal("51 89", bench.Taken());
        bench.Wait(0.5);
        Assert.Equal("25", bench.Taken());
        device.Receive(Hex.Bytes(Arm), bench.Now);
        bench.Poll(1.5);
        bench.Wait(20);
        var asked = bench.Now;
        device.Receive(Hex.Bytes(Fire), asked);
        bench.Wait(20);
        Assert.InRange((Assert.Single(_felt.Pulses).Time - asked).TotalMilliseconds, 6.8, 8.4);
    }

    [Fact]
    public void What_is_left_of_a_broken_command_is_forgotten_after_a_silence()
    {
        Assert.Equal("", _bench.Exchange("40 30"));
        _bench.Wait(50);
        Assert.Equal("51 89 25", _bench.Exchange(Remote));
        Assert.Equal("", _bench.Exchange("4B"));
        _bench.Wait(50);
        Assert.Equal("3F", _bench.Taken());
    }

    [Fact]
    public void A_minute_of_noise_never_fires_it()
    {
        var random = new SeededRandom(7);
        var noise = new byte[96];
        for (var turn = 0; turn < 600; turn++)
        {
            foreach (ref var value in noise.AsSpan())
            {
                value = (byte)(random.NextBits() & 0xFF);
            }

            _device.Receive(noise, _bench.Now);
            _bench.Wait(100);
            _ = _bench.Taken();
        }

        Assert.Empty(_felt.Pulses);
    }

    [Fact]
    public void Its_journal_tells_the_states_it_went_through()
    {
        MakeReady();
        _ = _bench.Exchange(Fire);
        _ = _bench.Exchange(Disarm);
        _ = _bench.Exchange(Release);
        Assert.Equal(["STANDBY", "ARMED", "READY", "ARMED", "STANDBY", "LOCAL"], Texts(JournalKind.State));
        Assert.Equal(["30 serial"], Texts(JournalKind.Pulse));
    }

    private void MakeReady(string? setPower = null)
    {
        _ = _bench.Exchange(Remote);
        if (setPower is not null)
        {
            _ = _bench.Exchange(setPower);
            _bench.Wait(5000);
        }

        _ = _bench.Exchange(Arm);
        _bench.Poll(1.5);
        Assert.Equal(MagstimState.Ready, _device.State);
    }

    private IEnumerable<string> Texts(JournalKind kind) =>
        _device.Journal.Entries.Where(entry => entry.Kind == kind).Select(entry => entry.Text);
}
