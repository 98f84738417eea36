namespace ClosedLoop.App;

/// <summary>How the order of a protocol's conditions is drawn.</summary>
public enum TrialOrder
{
    /// <summary>Conditions in turn; the seed decides nothing.</summary>
    None,

    /// <summary>
    /// In each block of four trials every condition comes equally often, in an order drawn from the seed; drift then cancels.
    /// </summary>
    BlocksOf4,

    /// <summary>All trials shuffled at once, each condition equally often.</summary>
    Shuffled,
}
