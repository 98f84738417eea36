using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>One kind of trial.</summary>
/// <param name="Name">Its name in the trials' table, e.g. <c>cs_ts</c>.</param>
/// <param name="Train">What it gives.</param>
/// <param name="IsConditioned">True for a pair of conditioning and test pulse, false for a test pulse alone; for the CBI estimate.</param>
/// <param name="TestPulse">Index of the pulse whose MEP is measured, within the train; −1 if none.</param>
public sealed record Condition(string Name, PulseTrain Train, bool IsConditioned, int TestPulse);
