using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>An emulated coil fired.</summary>
/// <param name="Time">When the field rose, on the emulator's clock.</param>
/// <param name="Amplitude">The output, percent of the stimulator's maximum.</param>
/// <param name="Source">What made it fire.</param>
/// <param name="Coil">The name that the emulator was given, e.g. <c>cs</c> or <c>ts</c>.</param>
public readonly record struct CoilPulse(Instant Time, PercentMso Amplitude, PulseSource Source, string Coil);
