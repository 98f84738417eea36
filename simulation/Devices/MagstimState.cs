namespace ClosedLoop.Simulation;

/// <summary>The states of an emulated Magstim 200².</summary>
public enum MagstimState
{
    /// <summary>Safe, obeying its own panel only.</summary>
    Local,

    /// <summary>Safe, under remote control.</summary>
    Standby,

    /// <summary>Energised, charging.</summary>
    Armed,

    /// <summary>Charged: a trigger fires the coil.</summary>
    Ready,
}
