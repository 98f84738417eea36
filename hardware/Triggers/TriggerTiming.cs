namespace ClosedLoop.Hardware;

/// <summary>What decides when an edge of a trigger falls. <c>default</c> is unknown, which no experiment may use.</summary>
public enum TriggerTiming : byte
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>A timer in the device, on its own clock: the host only has to be early enough.</summary>
    DeviceTimed,

    /// <summary>The moment at which this host writes; its scheduling is in the error.</summary>
    HostTimed,

    /// <summary>A stimulator's own serial command; the device's reaction time is in the error too.</summary>
    Serial,
}
