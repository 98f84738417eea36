namespace ClosedLoop.Hardware;

/// <summary>How an exchange on a serial line ended. <c>default</c> is a failure: nothing may be taken for done.</summary>
public enum SerialStatus : byte
{
    /// <summary>The system refused; the port cannot be used any more.</summary>
    Failed,

    /// <summary>All was written, or at least one byte was read.</summary>
    Done,

    /// <summary>Nothing came, or not all could be written, in the time given.</summary>
    TimedOut,

    /// <summary>The device or its adapter is gone.</summary>
    Unplugged,
}
