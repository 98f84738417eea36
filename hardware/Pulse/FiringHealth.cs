using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>What the firing process did to itself while it was armed. A collection would stop a pulse, so there should be none.</summary>
/// <param name="At">When it was disarmed.</param>
/// <param name="Armed">How long it had been armed.</param>
/// <param name="Collections">Garbage collections, of any generation.</param>
/// <param name="AllocatedBytes">Bytes allocated by all its threads, but for the ledger's entries; should be 0.</param>
/// <param name="LedgerBytes">Bytes allocated for the ledger's entries, some thousand a train.</param>
public readonly record struct FiringHealth(Instant At, Duration Armed, int Collections, long AllocatedBytes, long LedgerBytes);
