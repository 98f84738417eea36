namespace ClosedLoop.Simulation;

/// <summary>What can be made to go wrong with an emulated device, on demand. The first seven spoil the next reply.</summary>
public enum InjectedFault
{
    /// <summary>The next command is obeyed and not answered.</summary>
    NoReply,

    /// <summary>The next reply comes 800 ms late, after a driver has given up on it.</summary>
    LateReply,

    /// <summary>The next reply lacks its middle byte.</summary>
    LostByte,

    /// <summary>The next reply has one bit wrong in its last byte: the checksum, or what stands there.</summary>
    FlippedByte,

    /// <summary>The next reply comes in two halves, 20 ms apart.</summary>
    SplitReply,

    /// <summary>Three bytes of noise stand before the next reply.</summary>
    GarbageBefore,

    /// <summary>A well-formed frame that nobody asked for stands before the next reply.</summary>
    UnsolicitedFrame,

    /// <summary>Somebody turns a knob on the device.</summary>
    PanelChange,

    /// <summary>The device goes to its safe state by itself and stays under remote control.</summary>
    DropsToSafe,

    /// <summary>
    /// From now on the device hears nothing and says nothing, though its port is there; its own time-outs go on.
    /// </summary>
    GoesSilent,

    /// <summary>A device that had gone silent hears and answers again.</summary>
    SpeaksAgain,

    /// <summary>The cable is pulled: the port hangs up. Only where the device hangs on a port.</summary>
    PortVanishes,

    /// <summary>The cable is back, at the same path.</summary>
    PortReturns,
}
