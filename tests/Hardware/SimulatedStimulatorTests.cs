using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

public sealed class SimulatedStimulatorTests : StimulatorContract
{
    [Fact]
    public void It_says_that_it_hurts_nobody() => Assert.True(Has(DeviceFlags.Simulated));

    [Fact]
    public void An_option_it_does_not_have_is_refused()
    {
        var config = new DeviceConfig("a", "simulated", "", new Dictionary<string, string> { ["power"] = "3" });

        var refused = Assert.Throws<ArgumentException>(() => DeviceKinds.BuiltIn.CreateStimulator(config, 0, MonotonicClock.Instance));

        Assert.Equal("Device 'a' (simulated) has no option 'power'; it takes none.", refused.Message);
    }

    private protected override IStimulator Create() =>
        DeviceKinds.BuiltIn.CreateStimulator(new DeviceConfig("a", "simulated"), 0, MonotonicClock.Instance);

    private protected override void DisposeDevice()
    {
    }
}
