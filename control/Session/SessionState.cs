namespace ClosedLoop.Control;

/// <summary>Where a session stands. Only <see cref="Armed"/> lets a stimulus be asked for.</summary>
public enum SessionState : byte
{
    /// <summary>A regular stream has not begun yet, or estimators are being fitted to the subject.</summary>
    Calibrating,

    /// <summary>All is in place; a person has not armed it.</summary>
    Ready,

    /// <summary>The firing side was asked to arm: devices are set, read back, energised.</summary>
    Arming,

    /// <summary>Armed.</summary>
    Armed,

    /// <summary>Disarmed by a fault; a person has to arm again.</summary>
    Faulted,

    /// <summary>All trials are done, or the session was stopped: disarmed for good.</summary>
    Ended,
}
