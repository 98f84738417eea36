namespace ClosedLoop.Safety;

/// <summary>How a fault goes away, in order of severity: the worst of those latched wins. The session is disarmed after any of them.</summary>
public enum FaultClearing : byte
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>When its cause has gone; a person has to arm again.</summary>
    ByItself = 1,

    /// <summary>When a person arms again.</summary>
    ByRearming = 2,

    /// <summary>Not in this session.</summary>
    ByNewSession = 3,

    /// <summary>Never: this process fires no more.</summary>
    Never = 4,
}
