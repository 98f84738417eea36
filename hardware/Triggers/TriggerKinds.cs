using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>Makes a trigger; called before arming, so it may allocate, block and throw.</summary>
/// <param name="config">What the experiment says of it.</param>
/// <param name="outputs">The outputs wired to its lines.</param>
/// <param name="clock">This machine's clock.</param>
public delegate ITrigger TriggerFactory(DeviceConfig config, IReadOnlyList<WiredOutput> outputs, Clock clock);

/// <summary>The triggers that this room can drive, by the name used in experiments. A new driver is one class and one line here.</summary>
public static class TriggerKinds
{
    /// <summary>The kinds, by name.</summary>
    public static IReadOnlyDictionary<string, TriggerFactory> All { get; } = new Dictionary<string, TriggerFactory>
    {
        ["timer-box"] = static (config, outputs, clock) => new TimerBox(config, outputs, clock),
        ["simulated"] = static (config, _, clock) => new SimulatedTrigger(config, clock),
    };
}
