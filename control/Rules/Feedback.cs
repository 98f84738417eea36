using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>A value to be fed back to the person.</summary>
/// <param name="At">The frame's timestamp.</param>
/// <param name="Value">The belief, in its unit.</param>
/// <param name="Width">Its width.</param>
public readonly record struct Feedback(Instant At, double Value, double Width);
