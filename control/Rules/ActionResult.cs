namespace ClosedLoop.Control;

/// <summary>What an action did.</summary>
/// <param name="Outcome">Held, asked or fed back.</param>
/// <param name="Reason">Why it was held.</param>
/// <param name="Request">The request's id if one was asked; else 0.</param>
/// <param name="Condition">The trial's condition if one was asked; else −1.</param>
public readonly record struct ActionResult(DecisionOutcome Outcome, HeldReason Reason, long Request, int Condition);
