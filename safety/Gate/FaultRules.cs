namespace ClosedLoop.Safety;

/// <summary>How each fault clears. Whatever it is, the session is disarmed and only a person arms it again.</summary>
public static class FaultRules
{
    /// <summary>How a fault clears; a number that this program does not know clears never.</summary>
    public static FaultClearing ClearingOf(FaultKind fault) => fault switch
    {
        FaultKind.None => FaultClearing.None,

        FaultKind.CoilHot or FaultKind.InterlockOpen => FaultClearing.ByItself,

        FaultKind.ControllerSilent or FaultKind.DeviceSilent or FaultKind.DeviceFault
            or FaultKind.DeviceSettings or FaultKind.TriggerFault or FaultKind.FiredLate or FaultKind.StreamLost
            or FaultKind.ClockJumped or FaultKind.LinkOverflow or FaultKind.SideWorkFailed or FaultKind.TimeOver
            => FaultClearing.ByRearming,

        // What was lost or is in doubt here stays so for the rest of the session: its record, its dose, its program, its partner; after
        // the host slept, how long the session and the last pulse are ago.
        FaultKind.HostSlept or FaultKind.ControllerGone or FaultKind.PulseProcessGone or FaultKind.LedgerFailed or FaultKind.RecorderLost
            or FaultKind.ProgramFault or FaultKind.LinkMismatch => FaultClearing.ByNewSession,

        _ => FaultClearing.Never,
    };
}
