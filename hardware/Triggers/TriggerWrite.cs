using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>What became of the attempt to hand edges to a trigger. <c>default</c> is a failure.</summary>
public enum TriggerWriteOutcome : byte
{
    /// <summary>The write failed; edges may or may not come, so this is a fault.</summary>
    Failed,

    /// <summary>Written.</summary>
    Written,

    /// <summary>Too late for the edges to come on time; nothing was written.</summary>
    TooLate,

    /// <summary>Edges of an earlier write are still to come; nothing was written.</summary>
    Busy,
}

/// <summary>What a trigger did with edges and when.</summary>
/// <param name="Outcome">Whether they were written.</param>
/// <param name="Started">Before the write, on this machine's clock.</param>
/// <param name="Returned">After it; for a host-timed line the edge lies between the two.</param>
public readonly record struct TriggerWrite(TriggerWriteOutcome Outcome, Instant Started, Instant Returned);
