using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>What the firing process did to itself while it was armed; both numbers should be 0, because a collection stops a pulse.</summary>
/// <param name="At">When it was disarmed.</param>
/// <param name="Armed">How long it had been armed.</param>
/// <param name="Collections">Garbage collections, of any generation.</param>
/// <param name="AllocatedBytes">Bytes allocated by all its threads.</param>
public readonly record struct FiringHealth(Instant At, Duration Armed, int Collections, long AllocatedBytes);
