namespace ClosedLoop.App;

/// <summary>
/// One entry of <c>stimulators</c>: a device and where it is connected. Its index in the list is the device's number.
/// </summary>
/// <param name="Name">The name by which outputs call it.</param>
/// <param name="Kind">Its driver.</param>
/// <param name="Port">Its serial port, e.g. <c>/dev/ttyUSB0</c>; <see cref="Emulated"/> for the program's own emulator; null if
/// it has none.</param>
public sealed record StimulatorSection(string Name, StimulatorKind Kind, string? Port)
{
    /// <summary>The word in place of a port for which the program starts its own emulator on a pseudo-terminal.</summary>
    public const string Emulated = "emulated";

    private static readonly Dictionary<string, StimulatorKind> Kinds = Words.Of<StimulatorKind>();

    /// <summary>True if it can hurt nobody: it is simulated, or emulated behind its real driver.</summary>
    public bool IsSimulated => Kind == StimulatorKind.Simulated || Port == Emulated;

    internal static StimulatorSection Read(Keys keys)
    {
        var kind = keys.Choice("kind", Kinds);
        var section = new StimulatorSection(keys.Name, kind, kind == StimulatorKind.Simulated ? null : keys.Text("port"));
        keys.Finish();
        return section;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Text("kind", Words.Of(Kind));
        yaml.Text("port", Port);
    }
}
