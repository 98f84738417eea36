namespace ClosedLoop.Model;

/// <summary>The name and unit of a belief.</summary>
/// <param name="Name">Estimator's name, a dot, the quantity: <c>mu.phase</c>, <c>cbi.ratio</c>.</param>
/// <param name="Unit">The unit of value and width, e.g. <c>rad</c>, <c>uV</c>, <c>1</c>.</param>
public sealed record BeliefInfo(string Name, string Unit);
