using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>A fault on the thinking side, an input like any other.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Text">One sentence for the person at the terminal.</param>
public sealed record FaultReport(FaultKind Kind, string Text);
