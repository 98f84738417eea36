namespace ClosedLoop.Simulation;

/// <summary>What made a coil fire.</summary>
public enum PulseSource
{
    /// <summary>The fire command on the serial line.</summary>
    Serial,

    /// <summary>A rising edge at the trigger input.</summary>
    Ttl,
}
