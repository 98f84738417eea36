namespace ClosedLoop.Hardware;

/// <summary>How far the two ends of the link are with each other.</summary>
public enum LinkState
{
    /// <summary>The other end has not written its record yet.</summary>
    Waiting = 0,

    /// <summary>Protocol, program, session, experiment and limits are the same on both sides.</summary>
    Agreed = 1,

    /// <summary>Something differs; nothing can be armed.</summary>
    Differs = 2,

    /// <summary>The other end has ended.</summary>
    Ended = 3,
}
