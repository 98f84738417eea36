using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>The kinds of devices that a program knows: those of this room, and those that other rooms add.</summary>
/// <param name="Stimulators">Stimulators by the name used in experiments.</param>
/// <param name="Triggers">Triggers by the name used in experiments.</param>
public sealed record DeviceKinds(
    IReadOnlyDictionary<string, StimulatorFactory> Stimulators, IReadOnlyDictionary<string, TriggerFactory> Triggers)
{
    /// <summary>The kinds of this room.</summary>
    public static DeviceKinds BuiltIn { get; } = new(StimulatorKinds.All, TriggerKinds.All);

    /// <summary>Makes a stimulator of the kind that its configuration names.</summary>
    /// <param name="config">What the experiment says of it.</param>
    /// <param name="device">Its index among the experiment's stimulators.</param>
    /// <param name="clock">This machine's clock.</param>
    /// <exception cref="ArgumentException">No such kind, or a wrong option; the message lists what is allowed.</exception>
    /// <exception cref="SerialPortException">Its port cannot be opened.</exception>
    public IStimulator CreateStimulator(DeviceConfig config, int device, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Stimulators.TryGetValue(config.Kind, out var factory)
            ? factory(config, device, clock)
            : throw NoSuchKind("stimulator", config, Stimulators.Keys);
    }

    /// <summary>Makes a trigger of the kind that its configuration names.</summary>
    /// <param name="config">What the experiment says of it.</param>
    /// <param name="outputs">The outputs wired to its lines.</param>
    /// <param name="clock">This machine's clock.</param>
    /// <exception cref="ArgumentException">No such kind, a wrong option, or a line that it does not have.</exception>
    /// <exception cref="SerialPortException">Its port cannot be opened, or no such device answers there.</exception>
    public ITrigger CreateTrigger(DeviceConfig config, IReadOnlyList<WiredOutput> outputs, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(outputs);
        var trigger = Triggers.TryGetValue(config.Kind, out var factory)
            ? factory(config, outputs, clock)
            : throw NoSuchKind("trigger", config, Triggers.Keys);
        foreach (var output in outputs)
        {
            if (output.Line < 1 || output.Line > trigger.Lines.Count)
            {
                trigger.Dispose();
                throw new ArgumentException(
                    $"Trigger '{config.Name}' has lines 1 to {trigger.Lines.Count}; line {output.Line} is asked for.", nameof(outputs));
            }
        }

        return trigger;
    }

    private static ArgumentException NoSuchKind(string what, DeviceConfig config, IEnumerable<string> kinds) =>
        new($"There is no {what} of kind '{config.Kind}' (device '{config.Name}'). Kinds are: {string.Join(", ", kinds)}.");
}
