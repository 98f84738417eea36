using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.Tests.Hardware;

public sealed class SimulatedTriggerTests : TriggerContract
{
    [Fact]
    public void It_is_timed_by_the_host_one_pulse_a_write()
    {
        Assert.Equal(TriggerTiming.HostTimed, Trigger.Timing);
        Assert.Equal(1, Trigger.PulsesPerWrite);
        Assert.True(Trigger.IsSimulated);
    }

    private protected override ITrigger Create(IReadOnlyList<WiredOutput> wiring) =>
        DeviceKinds.BuiltIn.CreateTrigger(new DeviceConfig("sim", "simulated"), wiring, MonotonicClock.Instance);

    private protected override void DisposeDevice()
    {
    }
}
