namespace ClosedLoop.Hardware;

/// <summary>How an exchange with a device ended. <c>default</c> is silence: what the device does is then not known, so assume armed.</summary>
public enum DeviceExchange : byte
{
    /// <summary>No reply in its time.</summary>
    Silent,

    /// <summary>The device did what was asked, or answered it.</summary>
    Done,

    /// <summary>Something came, and no valid reply in it.</summary>
    Garbled,

    /// <summary>The device understood and refused: wrong value, or not in this state.</summary>
    Refused,

    /// <summary>The device reads back another setting than the one prepared.</summary>
    Differs,

    /// <summary>The port is gone.</summary>
    Unplugged,
}
