using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>What a trigger tells by itself.</summary>
public enum TriggerEventKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An edge left.</summary>
    Edge,

    /// <summary>The write reached the device too late for its edges: none of them comes. No fault; the event names its first pulse.</summary>
    TooLate,

    /// <summary>The device refused what was written for another reason.</summary>
    Refused,

    /// <summary>The device reports an edge that was not asked for.</summary>
    Unasked,

    /// <summary>The device does not answer.</summary>
    Silent,

    /// <summary>The port is gone.</summary>
    Unplugged,
}

/// <summary>A record from a trigger to the scheduler; fixed size.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Pulse">The pulse of the admitted train that the edge fired; −1 if none.</param>
/// <param name="At">When, on this machine's clock.</param>
/// <param name="Bound">Greatest error of <paramref name="At"/>: half the smallest round trip, for a device with a clock of its own.</param>
public readonly record struct TriggerEvent(TriggerEventKind Kind, int Pulse, Instant At, Duration Bound);
