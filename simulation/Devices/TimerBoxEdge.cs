namespace ClosedLoop.Simulation;

/// <summary>One pulse on trigger lines, as a timer box is asked for it.</summary>
/// <param name="DelayMicroseconds">From the acceptance of the command to the rising edge, device time.</param>
/// <param name="WidthMicroseconds">How long the lines stay high.</param>
/// <param name="Mask">The lines: bit 0 is line 1.</param>
internal readonly record struct TimerBoxEdge(long DelayMicroseconds, long WidthMicroseconds, int Mask);
