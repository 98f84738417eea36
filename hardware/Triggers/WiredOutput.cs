using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>An output of the experiment as a trigger sees it: the line that fires it.</summary>
/// <param name="Output">Index of the experiment's output, from 0.</param>
/// <param name="Line">The line of this trigger, from 1.</param>
/// <param name="TriggerToPulse">From the edge to the pulse in the coil; the edge is sent so much earlier.</param>
/// <param name="Width">How long the line stays up.</param>
public readonly record struct WiredOutput(int Output, int Line, Duration TriggerToPulse, Duration Width);
