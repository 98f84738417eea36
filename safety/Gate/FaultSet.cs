namespace ClosedLoop.Safety;

/// <summary>The faults that are latched, one bit a kind. <c>default</c> has none.</summary>
/// <param name="Bits">Bit k is the fault with number k.</param>
public readonly record struct FaultSet(ulong Bits)
{
    /// <summary>True when no fault is latched.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>True when this fault is latched.</summary>
    public bool Contains(FaultKind fault) => fault != FaultKind.None && (Bits & Bit(fault)) != 0;

    /// <summary>
    /// The worst of the latched faults: that which clears hardest, and of those the one with the smallest number. None if there is none.
    /// </summary>
    public FaultKind Worst
    {
        get
        {
            var worst = FaultKind.None;
            for (var number = 1; number < 64; number++)
            {
                var fault = (FaultKind)number;
                if (Contains(fault) && FaultRules.ClearingOf(fault) > FaultRules.ClearingOf(worst))
                {
                    worst = fault;
                }
            }

            return worst;
        }
    }

    internal FaultSet With(FaultKind fault) => new(Bits | Bit(fault));

    internal FaultSet Without(FaultKind fault) => new(Bits & ~Bit(fault));

    /// <summary>What is left when a person arms again.</summary>
    internal FaultSet AfterRearming()
    {
        var left = this;
        for (var number = 1; number < 64; number++)
        {
            var fault = (FaultKind)number;
            if (FaultRules.ClearingOf(fault) == FaultClearing.ByRearming)
            {
                left = left.Without(fault);
            }
        }

        return left;
    }

    // A number beyond the known ones shares the last bit, which clears never.
    private static ulong Bit(FaultKind fault) => 1UL << Math.Min((int)fault, 63);
}
