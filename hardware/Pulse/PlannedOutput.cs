using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>What the firing side must know of an output beyond its facts for the gate; its index is its place in the list.</summary>
/// <param name="Setting">What its stimulator is set to and must read back.</param>
/// <param name="Line">The line of its trigger, from 1.</param>
/// <param name="TriggerToPulse">From the trigger's edge to the pulse in the coil.</param>
/// <param name="Width">How long the line stays up.</param>
public sealed record PlannedOutput(PercentMso Setting, int Line, Duration TriggerToPulse, Duration Width);
