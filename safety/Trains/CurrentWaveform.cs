using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>The shape of a transcranial current.</summary>
public enum CurrentShape : byte
{
    /// <summary>No current.</summary>
    None,

    /// <summary>A constant current between its ramps (tDCS).</summary>
    Direct,

    /// <summary>A sine between its ramps (tACS); the amplitude is half of peak to peak.</summary>
    Sine,
}

/// <summary>A current from one output: ramp up, plateau, ramp down. A fixed-size value; <c>default</c> is no current.</summary>
/// <param name="Output">Index of the experiment's output, from 0.</param>
/// <param name="Shape">Direct or sine.</param>
/// <param name="PeakMilliamperes">Greatest current, mA, 0 or more.</param>
/// <param name="Sine">The sine's frequency; 0 Hz for a direct current.</param>
/// <param name="RampUp">Linear rise of the envelope.</param>
/// <param name="Plateau">Time at full amplitude.</param>
/// <param name="RampDown">Linear fall of the envelope.</param>
public readonly record struct CurrentWaveform(
    int Output, CurrentShape Shape, double PeakMilliamperes, Frequency Sine, Duration RampUp, Duration Plateau, Duration RampDown)
{
    /// <summary>From the first to the last moment with current.</summary>
    public Duration Length => RampUp + Plateau + RampDown;

    /// <summary>∫|envelope| dt in coulomb: I × (plateau + (ramp up + ramp down) / 2); for a sine an upper bound of the charge moved.</summary>
    public double ChargeCoulombs =>
        PeakMilliamperes * 1e-3 * (Plateau.TotalSeconds + ((RampUp.TotalSeconds + RampDown.TotalSeconds) / 2));
}
