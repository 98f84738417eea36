namespace ClosedLoop.Control;

/// <summary>Why an onset of the rule was not asked of the gate.</summary>
public enum HeldReason : byte
{
    /// <summary>It was asked.</summary>
    None,

    /// <summary>The session is not armed.</summary>
    NotArmed,

    /// <summary>The interval since the last trial is not over.</summary>
    Interval,

    /// <summary>A trial is running.</summary>
    TrialRunning,

    /// <summary>All trials are done.</summary>
    NoTrialsLeft,

    /// <summary>The newest sample is older than the experiment allows.</summary>
    DataTooOld,

    /// <summary>The frame is not good: blanked, contaminated, after a gap, not a number.</summary>
    BadSample,

    /// <summary>The newest sample lies in the future: its sender's clock is not known.</summary>
    DataFromFuture,
}
