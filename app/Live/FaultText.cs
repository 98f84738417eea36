using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>What a fault means to the person at the terminal, and what to do about it.</summary>
internal static class FaultText
{
    /// <summary>One sentence a fault.</summary>
    public static string Of(FaultKind fault) => fault switch
    {
        FaultKind.ControllerSilent => "the thinking process fell silent for longer than the watchdog allows; this machine may be too busy",
        FaultKind.ControllerGone => "the thinking process has ended",
        FaultKind.PulseProcessGone => "the firing process has ended; start the session anew",
        FaultKind.HostSlept => "this machine was asleep; start the session anew",
        FaultKind.DeviceSilent => "a stimulator or the trigger box does not answer; check its power and its cable",
        FaultKind.DeviceFault => "a stimulator reports an error or has disarmed by itself; look at its panel",
        FaultKind.DeviceSettings => "a stimulator's settings are not those of the experiment; has somebody turned its knob?",
        FaultKind.CoilHot => "a coil is too hot; wait until it has cooled",
        FaultKind.TriggerFault => "the trigger box did not confirm a pulse, or refused it; the pulse counts as given",
        FaultKind.FiredLate => "a pulse left later than the tolerance allows; this machine may be too busy",
        FaultKind.LedgerFailed => "the dose could not be written to the ledger; check the disk, start the session anew",
        FaultKind.RecorderLost => "the record is incomplete; check the disk, start the session anew",
        FaultKind.StreamLost => "a stream fell silent; check the amplifier",
        FaultKind.ClockJumped => "the clock of a stream jumped",
        FaultKind.ProgramFault => "a part of the program failed; start the session anew and report it",
        FaultKind.LinkMismatch => "the two processes are of different versions, sessions or limits; start the session anew",
        FaultKind.LinkOverflow => "the link between the two processes ran over; this machine may be too busy",
        FaultKind.Terminated => "the firing process was told to end",
        FaultKind.SideWorkFailed => "a script or a calibration failed three times in a row",
        FaultKind.TimeOver => "the session has been armed, or has lasted, longer than its limit",
        FaultKind.InterlockOpen => "an interlock is open: the emergency stop, a door, or a coil's switch",
        _ => "an unknown fault",
    };
}
