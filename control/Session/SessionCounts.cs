namespace ClosedLoop.Control;

/// <summary>What a session counted. <c>Requested = Held + Admitted + Refused</c> (+ the one whose verdict is not in yet).</summary>
public sealed class SessionCounts
{
    /// <summary>Runs of frames taken in.</summary>
    public long Blocks { get; internal set; }

    /// <summary>Frames of the clock stream on which the rule was evaluated.</summary>
    public long Evaluations { get; internal set; }

    /// <summary>Evaluations whose outcome differed from the last, or that asked.</summary>
    public long Decisions { get; internal set; }

    /// <summary>Onsets of the rule.</summary>
    public long Requested { get; internal set; }

    /// <summary>Onsets that the protocol held back.</summary>
    public long Held { get; internal set; }

    /// <summary>Requests that the gate admitted.</summary>
    public long Admitted { get; internal set; }

    /// <summary>Requests that the gate refused.</summary>
    public long Refused { get; internal set; }

    /// <summary>Pulses that were skipped because their deadline had passed.</summary>
    public long SkippedLate { get; internal set; }

    /// <summary>Pulses that left.</summary>
    public long PulsesFired { get; internal set; }

    /// <summary>Pulses that left after their deadline plus tolerance.</summary>
    public long FiredLate { get; internal set; }
}
