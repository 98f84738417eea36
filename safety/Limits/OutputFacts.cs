using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What the gate must know of an output: a stimulator with the trigger line wired to it. The output's index is its place in the list.</summary>
public sealed record OutputFacts
{
    /// <summary>The output's name in the experiment, e.g. <c>ts</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What its coil lies over.</summary>
    public StimulusTarget Target { get; init; }

    /// <summary>Index of its stimulator among the experiment's, 0 to 7; the index in <see cref="DeviceReport"/>.</summary>
    public int Device { get; init; }

    /// <summary>Index of the trigger that fires it; outputs with the same index share one trigger, and so one clock.</summary>
    public int Trigger { get; init; }

    /// <summary>True when the trigger times edges by itself (a timer box, a two-output stimulator).</summary>
    public bool IsDeviceTimed { get; init; }

    /// <summary>True when it is simulated or emulated, so that it can hurt nobody.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>True when the operator accepted that the coil's temperature cannot be read.</summary>
    public bool IsTemperatureUnmonitored { get; init; }

    /// <summary>Least time from admission to this output's pulse, for outputs that need more than <see cref="LimitId.Horizon"/> (60 ms over a stimulator's own port).</summary>
    public Duration LeastHorizon { get; init; }

    /// <summary>Least onset to onset that the stimulator can do at the strongest setting in use; 0 for one that needs no recharge.</summary>
    public Duration Recharge { get; init; }

    /// <summary>Area of the smallest electrode, cm², for an output that gives a current; 0: not known, and then no current is allowed.</summary>
    public double ElectrodeSquareCentimetres { get; init; }
}
