namespace ClosedLoop.Acquisition;

/// <summary>
/// Why a session's recording is no longer complete. Anything but <see cref="None"/> is the fault RecorderLost, and stays.
/// </summary>
public enum RecorderLoss
{
    /// <summary>Nothing is missing.</summary>
    None = 0,

    /// <summary>The ring was full: the disk did not keep up.</summary>
    RingOverflow,

    /// <summary>A write failed: the disk is full or gone.</summary>
    WriteFailed,
}
