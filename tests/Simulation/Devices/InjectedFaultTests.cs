using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class InjectedFaultTests
{
    private const string Remote = "51 40 6E";

    private readonly Magstim200Emulator _device = new("ts");
    private readonly Bench _bench;

    public InjectedFaultTests() => _bench = new Bench(_device);

    [Theory]
    [InlineData(InjectedFault.NoReply, "")]
    [InlineData(InjectedFault.LostByte, "51 25")]
    [InlineData(InjectedFault.FlippedByte, "51 89 35")]
    [InlineData(InjectedFault.GarbageBefore, "F3 00 A7 51 89 25")]
    [InlineData(InjectedFault.UnsolicitedFrame, "51 89 25 51 89 25")]
    public void It_spoils_one_reply_and_no_more(InjectedFault fault, string reply)
    {
        _device.Inject(fault, _bench.Now);
        Assert.Equal(reply, _bench.Exchange(Remote));
        Assert.Equal("51 89 25", _bench.Exchange(Remote));
    }

    [Fact]
    public void A_split_reply_comes_in_two_halves_20_ms_apart()
    {
        _device.Inject(InjectedFault.SplitReply, _bench.Now);
        Assert.Equal("51", _bench.Exchange(Remote));
        _bench.Wait(19);
        Assert.Equal("", _bench.Taken());
        _bench.Wait(1);
        Assert.Equal("89 25", _bench.Taken());
    }

    [Fact]
    public void A_late_reply_comes_after_800_ms()
    {
        _device.Inject(InjectedFault.LateReply, _bench.Now);
        Assert.Equal("", _bench.Exchange(Remote));
        _bench.Wait(800);
        Assert.Equal("51 89 25", _bench.Taken());
    }

    [Fact]
    public void A_knob_that_is_turned_shows_in_the_parameters()
    {
        _ = _bench.Exchange(Remote);
        _device.Inject(InjectedFault.PanelChange, _bench.Now);
        Assert.Equal("4A 89 30 32 35 30 30 30 30 30 30 75", _bench.Exchange("4A 40 75"));
    }

    [Fact]
    public void A_device_that_drops_to_safe_is_in_standby_under_remote_control()
    {
        _ = _bench.Exchange(Remote);
        _ = _bench.Exchange("45 42 78");
        _device.Inject(InjectedFault.DropsToSafe, _bench.Now);
        Assert.Equal(MagstimState.Standby, _device.State);
    }

    [Fact]
    public void A_device_that_goes_silent_answers_nothing_goes_safe_by_itself_and_can_speak_again()
    {
        _ = _bench.Exchange(Remote);
        _ = _bench.Exchange("45 42 78");
        _device.Inject(InjectedFault.GoesSilent, _bench.Now);
        Assert.Equal("", _bench.Exchange(Remote));
        _bench.Wait(1000);
        Assert.Equal(MagstimState.Local, _device.State);
        _device.Inject(InjectedFault.SpeaksAgain, _bench.Now);
        Assert.Equal("51 89 25", _bench.Exchange(Remote));
    }

    [Fact]
    public void A_fault_of_the_port_is_not_a_fault_of_the_device() =>
        Assert.Throws<ArgumentException>(() => _device.Inject(InjectedFault.PortVanishes, _bench.Now));
}
