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

    /// <summary>Makes a stimulator of the kind that its configuration names.</summary>
    /// <exception cref="ArgumentException">No such kind, or a wrong option; the message lists what is allowed.</exception>
    /// <exception cref="SerialPortException">Its port cannot be opened.</exception>
    public static IStimulator Create(DeviceConfig config, int device, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        return All.TryGetValue(config.Kind, out var factory)
            ? factory(config, device, clock)
            : throw new ArgumentException(
                $"There is no stimulator of kind '{config.Kind}' (device '{config.Name}'). Kinds are: {string.Join(", ", All.Keys)}.");
    }
}
