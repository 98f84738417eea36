namespace ClosedLoop.Safety;

/// <summary>What can go wrong between a sample and a pulse. Whatever it is, the session ends disarmed.</summary>
public enum FaultKind : ushort
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The thinking side was silent for longer than the watchdog allows.</summary>
    ControllerSilent = 1,

    /// <summary>The thinking process has exited.</summary>
    ControllerGone = 2,

    /// <summary>The pulse process has exited.</summary>
    PulseProcessGone = 3,

    /// <summary>The host slept: boot time and monotonic time moved apart.</summary>
    HostSlept = 4,

    /// <summary>A device did not answer in its time.</summary>
    DeviceSilent = 5,

    /// <summary>A device reported an error, lost its coil, or disarmed by itself.</summary>
    DeviceFault = 6,

    /// <summary>A device's settings are not those prepared.</summary>
    DeviceSettings = 7,

    /// <summary>A coil is too hot.</summary>
    CoilHot = 8,

    /// <summary>The trigger box did not confirm an edge, or refused it.</summary>
    TriggerFault = 9,

    /// <summary>A pulse left after its deadline.</summary>
    FiredLate = 10,

    /// <summary>The dose could not be written to disk.</summary>
    LedgerFailed = 11,

    /// <summary>The recording could not be written, or its ring ran over.</summary>
    RecorderLost = 12,

    /// <summary>A stream fell silent.</summary>
    StreamLost = 13,

    /// <summary>A stream's clock jumped.</summary>
    ClockJumped = 14,

    /// <summary>A part of the thinking side threw.</summary>
    ProgramFault = 15,

    /// <summary>Versions, session or limits of the two processes differ.</summary>
    LinkMismatch = 16,

    /// <summary>A ring between the two processes ran over.</summary>
    LinkOverflow = 17,

    /// <summary>The process was told to end (SIGTERM, SIGHUP, Ctrl-C).</summary>
    Terminated = 18,

    /// <summary>A rule's script or peer failed three times in a row, or a side task failed.</summary>
    SideWorkFailed = 19,

    /// <summary>The session has been armed, or has lasted, longer than its limit.</summary>
    TimeOver = 20,

    /// <summary>An interlock opened: the emergency stop, a door, a coil's switch.</summary>
    InterlockOpen = 21,
}
