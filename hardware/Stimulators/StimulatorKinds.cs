using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>Makes a stimulator; called before arming, so it may allocate, block and throw.</summary>
/// <param name="config">What the experiment says of it.</param>
/// <param name="device">Its index among the experiment's stimulators, from 0.</param>
/// <param name="clock">This machine's clock.</param>
public delegate IStimulator StimulatorFactory(DeviceConfig config, int device, Clock clock);

/// <summary>The stimulators that this room can drive, by the name used in experiments. A new driver is one class and one line here.</summary>
public static class StimulatorKinds
{
    /// <summary>The kinds, by name.</summary>
    public static IReadOnlyDictionary<string, StimulatorFactory> All { get; } = new Dictionary<string, StimulatorFactory>
    {
        ["magstim200"] = static (config, device, clock) => new Magstim200(config, device, clock),
        ["simulated"] = static (config, device, clock) => new SimulatedStimulator(config, device, clock),
    };
}
