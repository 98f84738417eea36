using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What the gate must know of the subject. What is not known stays unset, and the checks that need it refuse.</summary>
public sealed record SubjectFacts
{
    /// <summary>The subject's id, as in the ledger's name.</summary>
    public required string Id { get; init; }

    /// <summary>Resting motor threshold of M1, measured with the stimulator and coil in use; null: not known.</summary>
    public PercentMso? RestingThreshold { get; init; }

    /// <summary>Active motor threshold of M1; null: not known.</summary>
    public PercentMso? ActiveThreshold { get; init; }

    /// <summary>
    /// Active motor threshold over the inion (corticospinal tract), which a conditioning pulse must stay 5 % MSO below; where none was
    /// found, the strongest setting that was tried. Null: not known.
    /// </summary>
    public PercentMso? InionThreshold { get; init; }

    /// <summary>True when a valid screening record was seen; without it no real output can be armed.</summary>
    public bool IsScreened { get; init; }
}
