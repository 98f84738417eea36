using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>What really happened at a test pulse: known to the simulation, never shown to the controller.</summary>
/// <param name="Time">The test pulse.</param>
/// <param name="Intensity">Its output.</param>
/// <param name="Interval">From the last conditioning pulse, if one came at most 20 ms before; else unset.</param>
/// <param name="MuPhase">The true phase of the mu rhythm at the pulse.</param>
/// <param name="MuAmplitude">The true amplitude of its fundamental at C3.</param>
/// <param name="Excitability">The drift at this pulse, ln units.</param>
/// <param name="Amplitude">Peak-to-peak of the MEP without noise.</param>
/// <param name="Latency">From the pulse to the MEP's onset.</param>
public readonly record struct TrueResponse(
    Instant Time,
    PercentMso Intensity,
    Duration? Interval,
    Phase MuPhase,
    Microvolts MuAmplitude,
    double Excitability,
    Microvolts Amplitude,
    Duration Latency);
