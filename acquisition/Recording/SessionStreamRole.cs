namespace ClosedLoop.Acquisition;

/// <summary>What a stream of a session's recording is to the loop.</summary>
internal enum SessionStreamRole
{
    /// <summary>Frames of numbers with the quality as an extra last channel.</summary>
    Frames,

    /// <summary>Markers of a text stream.</summary>
    Markers,

    /// <summary>The sequencer's turns, as integers.</summary>
    Turns,
}
