using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What the thinking side can ask of the firing side.</summary>
public enum PulseRequestKind : byte
{
    /// <summary>Nothing; refused.</summary>
    None,

    /// <summary>Arm the session: sent once a person (or a simulation) said so. The devices are set, read back, energised.</summary>
    Arm,

    /// <summary>Cancel everything scheduled and disarm.</summary>
    Disarm,

    /// <summary>A stimulus at a future instant.</summary>
    Stimulate,

    /// <summary>Settle the dose, make the devices safe, end the process.</summary>
    Shutdown,
}

/// <summary>
/// One record from the thinking to the firing side; fixed size, no references. Ids only grow: a record whose id is not larger than
/// the one before is refused.
/// </summary>
public struct PulseRequest
{
    /// <summary>What is asked.</summary>
    public PulseRequestKind Kind { get; set; }

    /// <summary>The request's id, from 1, growing.</summary>
    public long Id { get; set; }

    /// <summary>When the first pulse is to leave the coil (the pulse's clock, which is this machine's).</summary>
    public Instant At { get; set; }

    /// <summary>Timestamp of the newest sample that the decision used; checked against the greatest age at admission and at release.</summary>
    public Instant NewestSample { get; set; }

    /// <summary>Number of the input that made the rule ask.</summary>
    public long Input { get; set; }

    /// <summary>Index of the trial's condition in the protocol; for the record only.</summary>
    public int Condition { get; set; }

    /// <summary>What to give.</summary>
    public Stimulus Stimulus { get; set; }

    /// <summary>Why, for <see cref="PulseRequestKind.Disarm"/>; None: a person or the protocol asked. A fault is latched as one.</summary>
    public FaultKind Fault { get; set; }
}
