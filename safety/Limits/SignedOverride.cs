namespace ClosedLoop.Safety;

/// <summary>
/// Leave to give conventional trains up to the longest published duration (<see cref="TrainTable.Single"/>) instead of the reduced one.
/// A person decides it, and a second one agrees; both names and the reason are part of the limits' record.
/// </summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="SignedBy">Who decided.</param>
/// <param name="CountersignedBy">Who agreed: somebody else.</param>
public sealed record SignedOverride(string Reason, string SignedBy, string CountersignedBy);
