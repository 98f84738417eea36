namespace ClosedLoop.Safety;

/// <summary>
/// The gate's answer to one input: fixed size, no references. <c>default</c> says nothing and changes nothing. The sentence for a
/// person is made by <see cref="LimitText"/>.
/// </summary>
/// <param name="Outcome">Admitted, refused, or nothing was asked.</param>
/// <param name="Limit">The first limit that failed, in the gate's fixed order; None unless refused.</param>
/// <param name="LimitValue">That limit's value in its own unit; 0 where it has none.</param>
/// <param name="AskedValue">What was asked for, or found, in the same unit; NaN where it could not be known.</param>
/// <param name="Disarm">True: cancel everything scheduled, make the devices safe, tell the thinking side.</param>
/// <param name="Fault">What is wrong, if that is why.</param>
public readonly record struct GateVerdict(
    GateOutcome Outcome, LimitId Limit, double LimitValue, double AskedValue, bool Disarm, FaultKind Fault)
{
    /// <summary>True if what was asked is let through.</summary>
    public bool IsAdmitted => Outcome == GateOutcome.Admitted;

    /// <summary>True if what was asked is refused.</summary>
    public bool IsRefused => Outcome == GateOutcome.Refused;

    internal static GateVerdict Admit => new(GateOutcome.Admitted, LimitId.None, 0, 0, false, FaultKind.None);

    internal static GateVerdict Disarmed(FaultKind fault) => new(GateOutcome.None, LimitId.None, 0, 0, true, fault);

    internal static GateVerdict Refuse(LimitId limit, double limitValue, double askedValue) =>
        new(GateOutcome.Refused, limit, limitValue, askedValue, false, FaultKind.None);
}
