namespace ClosedLoop.App;

/// <summary>The drivers for stimulators.</summary>
public enum StimulatorKind
{
    /// <summary>Magstim 200² over its serial port; the pulse comes by its trigger input.</summary>
    Magstim200,

    /// <summary>A plain stimulator that is not there.</summary>
    Simulated,
}
