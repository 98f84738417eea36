using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>
/// Met at the one frame of a cycle from which an oscillation is forecast to pass a target phase at the horizon. Asks for the pulse at the
/// very instant of the crossing, between two frames if need be.
/// </summary>
public sealed class PhaseRule : Rule
{
    private readonly IOscillationEstimator _oscillation;
    private readonly PhaseCrossing _crossing;
    private readonly double _leastConcentration;

    /// <summary>Makes the rule.</summary>
    /// <param name="name">The oscillation's name.</param>
    /// <param name="oscillation">The oscillation.</param>
    /// <param name="target">The phase to hit.</param>
    /// <param name="horizon">How far ahead of the newest sample a pulse can be asked for.</param>
    /// <param name="rate">The rate at which the rule is evaluated.</param>
    /// <param name="leastConcentration">κ that the forecast must have; 0 takes any.</param>
    public PhaseRule(
        string name,
        IOscillationEstimator oscillation,
        Phase target,
        Duration horizon,
        Frequency rate,
        double leastConcentration = 0)
    {
        Name = $"phase of {name}";
        _oscillation = oscillation;
        _crossing = new PhaseCrossing(target, horizon, rate);
        _leastConcentration = leastConcentration;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _crossing.Reset();
    }

    /// <inheritdoc/>
    protected override RuleReading Evaluate(in RuleFrame frame)
    {
        var isCrossing = _crossing.Step(_oscillation, out var forecast);
        return isCrossing && forecast.Concentration >= _leastConcentration
            ? new RuleReading(true, forecast.Radians, forecast.At)
            : new RuleReading(false, forecast.Radians, default);
    }
}
