using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>What a rule looks at: the beliefs after one frame of the clock stream.</summary>
/// <param name="Board">All beliefs.</param>
/// <param name="Sample">The frame's timestamp.</param>
public readonly record struct RuleFrame(BeliefBoard Board, Instant Sample);
