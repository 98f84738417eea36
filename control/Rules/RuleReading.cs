using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>What a rule made of one frame.</summary>
/// <param name="IsMet">Whether it is met; a belief that is not there never meets a rule.</param>
/// <param name="Value">The quantity that it compared, in that quantity's unit; NaN if there is none.</param>
/// <param name="At">When the rule wants the pulse; unset if it has no opinion.</param>
public readonly record struct RuleReading(bool IsMet, double Value, Instant At);
