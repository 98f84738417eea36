namespace ClosedLoop.Simulation;

/// <summary>The devices that can be emulated. A new one is one class and one line here.</summary>
public static class EmulatorKinds
{
    /// <summary>All of them, in the order in which help shows them.</summary>
    public static IReadOnlyList<EmulatorKind> All { get; } =
    [
        new("magstim200", "Magstim 200² stimulator, 9600 baud", (name, journal, lifeLike) =>
            new Magstim200Emulator(name, lifeLike ? Magstim200Settings.LifeLike : Magstim200Settings.Immediate, journal)),
        new("timer-box", "ClosedLoop timer box, trigger lines 1 to 8", (name, journal, _) =>
            new TimerBoxEmulator(name, null, journal)),
    ];

    /// <summary>Finds a kind by its word.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static EmulatorKind Find(string name) =>
        All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException(
            $"No device '{name}' to emulate; there are {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));
}
