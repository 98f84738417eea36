namespace ClosedLoop.Control;

/// <summary>What a person at the terminal can do to a session.</summary>
public enum OperatorCommandKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Arm, after the read-back was confirmed by the typed word.</summary>
    Arm,

    /// <summary>Disarm; the session can be armed again.</summary>
    Pause,

    /// <summary>End the session.</summary>
    Stop,

    /// <summary>Remember a remark.</summary>
    Note,
}

/// <summary>A command of the operator, an input like any other.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Text">The remark of a note; otherwise empty.</param>
public sealed record OperatorCommand(OperatorCommandKind Kind, string Text = "");
