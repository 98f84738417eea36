namespace ClosedLoop.Acquisition;

/// <summary>How far a stream is offered or looked for.</summary>
public enum LslScope
{
    /// <summary>Programs of this machine only: everything stays on 127.0.0.1.</summary>
    Machine,

    /// <summary>The local network too, by multicast and broadcast: LSL's own default.</summary>
    Site,
}
