using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What a device says of itself. Flags that a device cannot tell stay unset, which counts as "no".</summary>
[Flags]
public enum DeviceFlags : ushort
{
    /// <summary>Nothing known.</summary>
    None = 0,

    /// <summary>It answered within its time.</summary>
    Answers = 1,

    /// <summary>It is energised (armed, charging or charged).</summary>
    Energised = 2,

    /// <summary>It is charged and would fire on a trigger.</summary>
    Ready = 4,

    /// <summary>A coil (or electrode) is connected.</summary>
    CoilPresent = 8,

    /// <summary>It reports an error of its own.</summary>
    Error = 16,

    /// <summary>It is under this program's control.</summary>
    Remote = 32,

    /// <summary>Its settings were read back and are those prepared.</summary>
    SettingsConfirmed = 64,

    /// <summary>It has no temperature sensor that can be read; shown as "unmonitored".</summary>
    TemperatureUnmonitored = 128,

    /// <summary>It is simulated or emulated: it can hurt nobody.</summary>
    Simulated = 256,
}

/// <summary>A device's state at one instant: fixed size, published by its device thread, taken in by the gate.</summary>
/// <param name="Device">Index of the stimulator among the experiment's, from 0.</param>
/// <param name="Flags">What it said.</param>
/// <param name="Setting">The setting that it read back.</param>
/// <param name="CoilCelsius">The hottest winding, °C; NaN if it cannot be read.</param>
/// <param name="At">When the reply was complete, on this machine's clock.</param>
public readonly record struct DeviceReport(int Device, DeviceFlags Flags, PercentMso Setting, double CoilCelsius, Instant At);
