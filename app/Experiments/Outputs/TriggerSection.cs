using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>One entry of <c>triggers</c>: what makes the edges that fire stimulators.</summary>
/// <param name="Name">The name by which outputs call it.</param>
/// <param name="Kind">Its driver.</param>
/// <param name="Port">Its serial port; <see cref="StimulatorSection.Emulated"/> for the program's own emulator; null if it has
/// none.</param>
/// <param name="Width">How long an edge stays up.</param>
public sealed record TriggerSection(string Name, TriggerKind Kind, string? Port, Duration Width)
{
    private static readonly Dictionary<string, TriggerKind> Kinds = Words.Of<TriggerKind>();

    /// <summary>True if it is simulated, or emulated behind its real driver.</summary>
    public bool IsSimulated => Kind == TriggerKind.Simulated || Port == StimulatorSection.Emulated;

    /// <summary>True if all its lines are timed by the device's own clock, in one write.</summary>
    public bool IsDeviceTimed => Kind is TriggerKind.TimerBox or TriggerKind.Simulated;

    internal static TriggerSection Read(Keys keys)
    {
        var kind = keys.Choice("kind", Kinds);
        var section = new TriggerSection(
            keys.Name, kind, kind == TriggerKind.Simulated ? null : keys.Text("port"), keys.Span("width_us", 50, 10_000, 1000));
        keys.Finish();
        return section;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Text("kind", Words.Of(Kind));
        yaml.Text("port", Port);
        yaml.Span("width_us", Width);
    }
}
