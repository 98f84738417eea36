using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// The coil of an emulated stimulator as its thermometer sees it: each pulse heats it by 0.05 °C × (output)², and it cools
/// towards the room with a time constant of 10 minutes. The two numbers are this project's choice; no data sheet was read.
/// </summary>
internal sealed class MagstimCoil(Celsius ambient)
{
    private const double DegreesAtFullOutput = 0.05;
    private const double CoolingSeconds = 600;

    private double _above;
    private Instant _since;

    /// <summary>The temperature at an instant.</summary>
    internal Celsius TemperatureAt(Instant now) => Celsius.FromDegrees(ambient.TotalDegrees + AboveAt(now));

    /// <summary>Heats the coil by one pulse.</summary>
    internal void Heat(PercentMso output, Instant at) =>
        Set(AboveAt(at) + (DegreesAtFullOutput * Square(output.TotalPercent / 100)), at);

    /// <summary>Sets the temperature, for tests.</summary>
    internal void HeatTo(Celsius temperature, Instant at) => Set(temperature.TotalDegrees - ambient.TotalDegrees, at);

    private double AboveAt(Instant now) =>
        _since.IsSet ? _above * Math.Exp(-Math.Max(0, (now - _since).TotalSeconds) / CoolingSeconds) : 0;

    private void Set(double above, Instant at)
    {
        _above = above;
        _since = at;
    }

    private static double Square(double value) => value * value;
}
