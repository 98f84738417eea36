namespace ClosedLoop.Control;

/// <summary>What was measured of the muscle's answer to one trial's test pulse.</summary>
/// <param name="Request">The trial's request.</param>
/// <param name="Microvolts">Peak to peak, µV; 0 where there was no response.</param>
/// <param name="LatencyMilliseconds">Onset after the pulse, ms; NaN if none was found.</param>
/// <param name="IsValid">Whether it may be analysed.</param>
/// <param name="Cause">Why not, in a word or two; empty if valid.</param>
public readonly record struct MepReading(long Request, double Microvolts, double LatencyMilliseconds, bool IsValid, string Cause);
