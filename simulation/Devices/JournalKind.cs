namespace ClosedLoop.Simulation;

/// <summary>What a line of a device's journal tells.</summary>
public enum JournalKind
{
    /// <summary>
    /// Anything else worth knowing: an injected fault, a trigger that was ignored, a wrong speed. Written <c>note</c>.
    /// </summary>
    Note,

    /// <summary>Bytes that the host sent. Written <c>&gt;</c>.</summary>
    FromHost,

    /// <summary>Bytes that the device sent. Written <c>&lt;</c>.</summary>
    ToHost,

    /// <summary>The device is now in this state. Written <c>state</c>.</summary>
    State,

    /// <summary>A coil fired: percent of maximum output, then <c>serial</c> or <c>ttl</c>. Written <c>pulse</c>.</summary>
    Pulse,

    /// <summary>A trigger line rose: the mask. Written <c>edge</c>.</summary>
    Edge,
}
