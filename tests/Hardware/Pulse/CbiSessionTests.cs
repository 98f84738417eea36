using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Hardware;

/// <summary>Two emulated Magstim units fired by an emulated timer box, driven by the whole firing side; judged by the units' journals.</summary>
public sealed class CbiSessionTests : IDisposable
{
    private readonly Magstim200Emulator _conditioning = new("cs");
    private readonly Magstim200Emulator _test = new("ts");
    private readonly TimerBoxEmulator _box = new("box");
    private readonly EmulatorHost[] _hosts;

    public CbiSessionTests()
    {
        _box.Connect(1, _conditioning);
        _box.Connect(2, _test);
        _hosts = [new(_conditioning), new(_test), new(_box)];
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            host.Dispose();
        }
    }

    [Fact]
    public void A_pair_fires_each_coil_once_at_its_setting_five_milliseconds_apart()
    {
        using var station = Open();
        station.Arm();

        station.AskPair(60);
        var left = station.Await(PulseAnswerKind.TrainEnded).Pulse;
        Assert.True(left == 2, $"{left} pulses left: {string.Join("; ", station.Answers.Select(LiveStation.Text))}");

        var cs = Assert.Single(Pulses(_conditioning));
        var ts = Assert.Single(Pulses(_test));
        Assert.Equal(("50 ttl", "55 ttl"), (cs.Text, ts.Text));
        Assert.InRange((ts.Time - cs.Time).TotalMicroseconds, 4998.5, 5001.5);
        var fired = station.Answers.Where(a => a.Kind == PulseAnswerKind.Fired).ToArray();
        Assert.InRange((fired[0].Done - cs.Time).TotalMilliseconds, -2, 2);
    }

    [Fact]
    public void A_unit_that_stops_answering_disarms_the_session_and_makes_the_other_safe()
    {
        using var station = Open();
        station.Arm();
        for (var i = 0; i < 6; i++)
        {
            _hosts[1].Inject(InjectedFault.NoReply);
        }

        Assert.Equal(FaultKind.DeviceSilent, station.Await(PulseAnswerKind.Disarmed).Fault);

        station.Ask(Sessions.Shutdown(0));
        station.AwaitEnd();
        Assert.Equal("LOCAL", States(_conditioning).Last());
        Assert.Empty(Pulses(_conditioning).Concat(Pulses(_test)));
    }

    [Fact]
    public void A_box_that_is_pulled_out_disarms_the_session()
    {
        using var station = Open();
        station.Arm();

        _hosts[2].Inject(InjectedFault.PortVanishes);

        Assert.Equal(FaultKind.TriggerFault, station.Await(PulseAnswerKind.Disarmed).Fault);
    }

    [Fact]
    public void A_knob_turned_in_an_armed_session_disarms_it()
    {
        using var station = Open();
        station.Arm();

        _hosts[0].Inject(InjectedFault.PanelChange);

        Assert.Equal(FaultKind.DeviceSettings, station.Await(PulseAnswerKind.Disarmed).Fault);
    }

    [Fact]
    public void Disarming_before_its_time_keeps_both_coils_silent()
    {
        using var station = Open();
        station.Arm();
        station.AskPair(400);
        station.Await(PulseAnswerKind.Admitted);

        station.Ask(Sessions.Disarm(0));

        Assert.Equal(0, station.Await(PulseAnswerKind.TrainEnded).Pulse);
        Assert.Empty(Pulses(_conditioning).Concat(Pulses(_test)));
    }

    private static IEnumerable<JournalEntry> Pulses(EmulatedDevice device) => device.Journal.Entries.Where(e => e.Kind == JournalKind.Pulse);

    private static IEnumerable<string> States(EmulatedDevice device) =>
        device.Journal.Entries.Where(e => e.Kind == JournalKind.State).Select(e => e.Text);

    private LiveStation Open() => new(plan => plan with
    {
        Limits = plan.Limits with { Outputs = [.. plan.Limits.Outputs.Select(o => o with { IsDeviceTimed = true })] },
        Stimulators = [new DeviceConfig("cs", "magstim200", _hosts[0].Path), new DeviceConfig("ts", "magstim200", _hosts[1].Path)],
        Triggers = [new DeviceConfig("box", "timer-box", _hosts[2].Path)],
    });
}
