using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// How an emulated Magstim 200² behaves. The times are those of public drivers and emulators (MagPy, MAGIC, the Horizon fork),
/// not of a data sheet: docs/virtual-subject.md names the source of each.
/// </summary>
public sealed record Magstim200Settings
{
    /// <summary>Instant answers: what most tests want.</summary>
    public static Magstim200Settings Immediate { get; } = new();

    /// <summary>
    /// The wire at 9600 baud, 1 ms of thinking, and a serial fire that costs what MagPy measured on a 200²: 7.6 ms in all, of
    /// which 3.1 ms are the wire's, with 0.8 ms of spread either way.
    /// </summary>
    public static Magstim200Settings LifeLike { get; } = new()
    {
        Timing = SerialTiming.Paced(9600, Duration.FromMilliseconds(1)),
        SerialFireDelay = Duration.FromMilliseconds(4.5),
        SerialFireSpread = Duration.FromMilliseconds(0.8),
    };

    /// <summary>Power at switch-on, whole percent of maximum output, 0 to 100; 30 by default.</summary>
    public int InitialPower { get; init; } = 30;

    /// <summary>Temperature of both windings at switch-on and of the room; 24 °C by default.</summary>
    public Celsius AmbientTemperature { get; init; } = Celsius.FromDegrees(24);

    /// <summary>Wire and think time; none by default.</summary>
    public SerialTiming Timing { get; init; }

    /// <summary>From the serial fire command to the field, beyond the wire; none by default.</summary>
    public Duration SerialFireDelay { get; init; }

    /// <summary>Half the range by which that delay varies, uniformly; none by default.</summary>
    public Duration SerialFireSpread { get; init; }

    /// <summary>From the trigger edge to the field; none by default (MagPy's reference).</summary>
    public Duration TtlFireDelay { get; init; }

    /// <summary>Seed of everything that varies.</summary>
    public ulong Seed { get; init; } = 1;
}
