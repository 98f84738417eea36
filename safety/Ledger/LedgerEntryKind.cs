namespace ClosedLoop.Safety;

/// <summary>What an entry of the ledger says.</summary>
internal enum LedgerEntryKind
{
    /// <summary>So many pulses may leave from now on.</summary>
    Reserve,

    /// <summary>So many pulses of the reservation before have left, and no more will.</summary>
    Settle,

    /// <summary>An unfinished line at the end, left by a crash, was removed.</summary>
    Repair,
}
