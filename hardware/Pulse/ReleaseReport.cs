using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>What the pulse thread did with part of a train.</summary>
internal enum ReleaseKind : byte
{
    None,

    /// <summary>The pulses were handed to their trigger.</summary>
    Written,

    /// <summary>The last check refused the first of them; it and all that follow will not leave.</summary>
    Unreleased,

    /// <summary>The trigger took nothing, because it is still busy.</summary>
    Busy,

    /// <summary>The write failed; the pulses may or may not leave.</summary>
    Failed,

    /// <summary>The pulse thread has let go of the train.</summary>
    Ended,
}

/// <summary>A record from the pulse thread to the gate's thread.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="First">The first pulse that it is about.</param>
/// <param name="Count">How many pulses.</param>
/// <param name="Reason">Why not, when unreleased.</param>
/// <param name="At">When.</param>
internal readonly record struct ReleaseReport(ReleaseKind Kind, int First, int Count, GateVerdict Reason, Instant At);
