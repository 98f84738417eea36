namespace ClosedLoop.Safety;

/// <summary>Whether pulses may leave.</summary>
public enum GatePhase : byte
{
    /// <summary>No pulse may leave: the state at the start, and after any fault.</summary>
    Disarmed = 0,

    /// <summary>A person asked to arm; devices are being set and read back, the dose is being reserved. No pulse may leave.</summary>
    Arming = 1,

    /// <summary>Requests that pass every check are admitted.</summary>
    Armed = 2,
}
