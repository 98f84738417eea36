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

    /// <summary>Makes a trigger of the kind that its configuration names.</summary>
    /// <exception cref="ArgumentException">No such kind, a wrong option, or a line that it does not have.</exception>
    /// <exception cref="SerialPortException">Its port cannot be opened, or no such device answers there.</exception>
    public static ITrigger Create(DeviceConfig config, IReadOnlyList<WiredOutput> outputs, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(outputs);
        var trigger = All.TryGetValue(config.Kind, out var factory)
            ? factory(config, outputs, clock)
            : throw new ArgumentException(
                $"There is no trigger of kind '{config.Kind}' (device '{config.Name}'). Kinds are: {string.Join(", ", All.Keys)}.");
        foreach (var output in outputs)
        {
            if (output.Line < 1 || output.Line > trigger.Lines.Count)
            {
                trigger.Dispose();
                throw new ArgumentException($"Trigger '{config.Name}' has lines 1 to {trigger.Lines.Count}; line {output.Line} is asked for.");
            }
        }

        return trigger;
    }
}
