namespace ClosedLoop.Safety;

/// <summary>What the gate takes in. The numbers are part of the record and never change their meaning.</summary>
public enum GateInputKind : byte
{
    /// <summary>Nothing: changes nothing.</summary>
    None = 0,

    /// <summary>A record from the thinking side: <see cref="GateInput.Request"/>.</summary>
    Request = 1,

    /// <summary>A device's state: <see cref="GateInput.Device"/>.</summary>
    Device = 2,

    /// <summary>The interlock chain (emergency stop) opened or closed: <see cref="GateInput.Closed"/>.</summary>
    Interlock = 3,

    /// <summary>The thinking side was silent for longer than the watchdog allows.</summary>
    BeatMissed = 4,

    /// <summary>Pulse <see cref="GateInput.Pulse"/> of the running train left at <see cref="GateInput.Done"/>.</summary>
    PulseDone = 5,

    /// <summary>The running train ended; <see cref="GateInput.Pulse"/> is the number of pulses that left.</summary>
    TrainEnded = 6,

    /// <summary>The ledger has a reservation of <see cref="GateInput.Pulse"/> pulses on disk.</summary>
    Reserved = 7,

    /// <summary>Something is wrong: <see cref="GateInput.Fault"/>.</summary>
    Fault = 8,

    /// <summary>The dose given before, from the ledger, taken in while arming: <see cref="GateInput.History"/>.</summary>
    History = 9,

    /// <summary>Arming has come to its end: the devices are set, read back and energised, the dose is reserved.</summary>
    ArmingDone = 10,

    /// <summary>Time passed: silent devices, time armed and the length of the session are looked at. Ten times a second is enough.</summary>
    Tick = 11,
}
