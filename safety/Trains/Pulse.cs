using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>One pulse of a group: which output, when within the group, and how strong it was prepared to be.</summary>
/// <param name="Output">Index of the experiment's output, from 0.</param>
/// <param name="Offset">Onset after the group's start, 0 or more; onset to onset between pulses.</param>
/// <param name="Setting">The setting that must be prepared and read back; <c>default</c> is no output.</param>
public readonly record struct Pulse(int Output, Duration Offset, PercentMso Setting);
