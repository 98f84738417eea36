namespace ClosedLoop.App;

/// <summary>How often one limit refused, or the protocol held a request back.</summary>
/// <param name="Limit">The limit's name, or what the protocol waited for.</param>
/// <param name="ByProtocol">True if it was held before the gate was asked.</param>
/// <param name="Count">How often.</param>
/// <param name="LimitValue">The limit's value in its unit; null if it has none.</param>
/// <param name="FurthestAsked">The asked value that was furthest beyond it; null if there is none.</param>
/// <param name="Unit">The unit of both; empty if unknown.</param>
/// <param name="Source">Where the limit comes from; empty if unknown.</param>
internal sealed record Refusals(
    string Limit, bool ByProtocol, int Count, double? LimitValue, double? FurthestAsked, string Unit, string Source);
