using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What the firing side reports.</summary>
public enum PulseAnswerKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The session is armed: limits and devices were read back.</summary>
    Armed,

    /// <summary>The session is not armed any more; <see cref="PulseAnswer.Fault"/> says why (None: it was asked to).</summary>
    Disarmed,

    /// <summary>The request was admitted and is scheduled.</summary>
    Admitted,

    /// <summary>The request was refused by <see cref="PulseAnswer.Limit"/>.</summary>
    Refused,

    /// <summary>A pulse left: asked and done tell when.</summary>
    Fired,

    /// <summary>A pulse left after its deadline plus tolerance; disarms.</summary>
    FiredLate,

    /// <summary>A pulse's deadline had passed before the write; nothing left.</summary>
    SkippedLate,

    /// <summary>A pulse was cancelled before it left.</summary>
    Cancelled,

    /// <summary>A train ended; <see cref="PulseAnswer.Pulse"/> is the number of pulses that left.</summary>
    TrainEnded,

    /// <summary>A device's present state.</summary>
    Device,

    /// <summary>Something is wrong; <see cref="PulseAnswer.Fault"/> says what.</summary>
    Faulted,
}

/// <summary>One record from the firing to the thinking side; fixed size, no references.</summary>
public struct PulseAnswer
{
    /// <summary>What it reports.</summary>
    public PulseAnswerKind Kind { get; set; }

    /// <summary>The request it belongs to; 0 if none.</summary>
    public long Request { get; set; }

    /// <summary>Number of the gate's input that it answers; 0 if none.</summary>
    public long GateInput { get; set; }

    /// <summary>When the firing side wrote it, on this machine's clock.</summary>
    public Instant At { get; set; }

    /// <summary>Which pulse of the train, from 0; for <see cref="PulseAnswerKind.TrainEnded"/> how many left.</summary>
    public int Pulse { get; set; }

    /// <summary>The output of the pulse, or the device's index for <see cref="PulseAnswerKind.Device"/>; −1 if none.</summary>
    public int Output { get; set; }

    /// <summary>When the pulse was due.</summary>
    public Instant Asked { get; set; }

    /// <summary>When it left, as far as this host can tell (the timer box's own report where there is one); unset if it did not.</summary>
    public Instant Done { get; set; }

    /// <summary>
    /// Greatest error of <see cref="Done"/>: for a trigger with a clock of its own, how well that clock is known here; zero for an edge
    /// that this host timed.
    /// </summary>
    public Duration DoneBound { get; set; }

    /// <summary>The limit that refused.</summary>
    public LimitId Limit { get; set; }

    /// <summary>That limit's value, in its own unit.</summary>
    public double LimitValue { get; set; }

    /// <summary>The value that was asked for, in the same unit.</summary>
    public double AskedValue { get; set; }

    /// <summary>What is wrong.</summary>
    public FaultKind Fault { get; set; }

    /// <summary>The device's state, for <see cref="PulseAnswerKind.Device"/>.</summary>
    public DeviceReport Device { get; set; }

    /// <summary>Pulses left in the session before a limit refuses, for the operator's screen; −1 unknown.</summary>
    public int PulsesLeft { get; set; }
}
