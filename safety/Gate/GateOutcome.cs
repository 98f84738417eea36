namespace ClosedLoop.Safety;

/// <summary>What the gate says to an input.</summary>
public enum GateOutcome : byte
{
    /// <summary>Nothing was asked.</summary>
    None = 0,

    /// <summary>
    /// What was asked is let through. A stimulus: scheduled. A request to arm: the devices may be set and energised. The end of
    /// arming: the session is armed.
    /// </summary>
    Admitted = 1,

    /// <summary>What was asked is refused; <see cref="GateVerdict.Limit"/> says why.</summary>
    Refused = 2,
}
