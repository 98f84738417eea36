using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>What an oscillation is believed to be at one instant, now or ahead.</summary>
/// <param name="Radians">Mean direction, wrapped to (−π, π]; 0 at the positive peak.</param>
/// <param name="Concentration">κ of a von Mises distribution about it, 0 (knows nothing) and up.</param>
/// <param name="Microvolts">Expected amplitude (half of peak to peak), µV, 0 or more.</param>
/// <param name="RadiansPerSecond">How fast the forecast turns with its horizon: the phase a little later is Radians +
/// RadiansPerSecond × time.</param>
/// <param name="At">The instant it is about, on the samples' clock.</param>
public readonly record struct PhaseForecast(
    double Radians, double Concentration, double Microvolts, double RadiansPerSecond, Instant At);
