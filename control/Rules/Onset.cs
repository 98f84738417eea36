using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>The rule has become met.</summary>
/// <param name="Input">Number of the frame that made it so.</param>
/// <param name="Taken">The turn's instant.</param>
/// <param name="Sample">The frame's timestamp, the newest sample used.</param>
/// <param name="Quality">The frame's quality.</param>
/// <param name="At">When the rule wants the pulse.</param>
public readonly record struct Onset(long Input, Instant Taken, Instant Sample, SampleQuality Quality, Instant At);
