using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>
/// Met when an oscillation is forecast to reach a target phase at the horizon: within the coming frame period, or not longer ago than
/// half of the window. Asks for the pulse at the very instant of the forecast crossing, between two frames if need be.
/// </summary>
/// <remarks>
/// With φ the phase forecast at the frame's time t plus the horizon h and ω its angular frequency, the crossing is at
/// T = t + h + wrap(target − φ) / ω. After a crossing the rule stays quiet until the phase has been on the far side of the circle, so that a
/// forecast that wavers cannot ask twice in one cycle.
/// </remarks>
public sealed class PhaseRule : Rule
{
    private readonly IOscillationEstimator _oscillation;
    private readonly double _target;
    private readonly double _halfWindow;
    private readonly double _leastConcentration;
    private readonly Duration _horizon;
    private bool _hasBeenFar = true;

    /// <summary>Makes the rule.</summary>
    /// <param name="name">The oscillation's name.</param>
    /// <param name="oscillation">The oscillation.</param>
    /// <param name="target">The phase to hit.</param>
    /// <param name="horizon">How far ahead of the newest sample a pulse can be asked for.</param>
    /// <param name="windowRadians">Full width of the window around the target, radians, 0 to π: 0 takes crossings only.</param>
    /// <param name="leastConcentration">κ that the forecast must have; 0 takes any.</param>
    public PhaseRule(
        string name,
        IOscillationEstimator oscillation,
        Phase target,
        Duration horizon,
        double windowRadians = 0,
        double leastConcentration = 0)
    {
        Name = $"phase of {name}";
        _oscillation = oscillation;
        _target = target.TotalRadians;
        _horizon = horizon;
        _halfWindow = windowRadians / 2;
        _leastConcentration = leastConcentration;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _hasBeenFar = true;
    }

    /// <inheritdoc/>
    public override void Spend() => _hasBeenFar = false;

    /// <inheritdoc/>
    protected override RuleReading Evaluate(in RuleFrame frame)
    {
        var forecast = _oscillation.Forecast(_horizon);
        if (!double.IsFinite(forecast.Radians) || !(forecast.RadiansPerSecond > 0))
        {
            return new RuleReading(false, double.NaN, default);
        }

        var toGo = Phase.Wrap(_target - forecast.Radians);
        var step = forecast.RadiansPerSecond * frame.Period.TotalSeconds;
        _hasBeenFar |= Math.Abs(toGo) > Math.PI / 2;
        var isMet = _hasBeenFar
            && toGo < step && toGo >= -_halfWindow
            && forecast.Concentration >= _leastConcentration;
        if (!isMet)
        {
            return new RuleReading(false, forecast.Radians, default);
        }

        var wait = toGo > 0 ? Duration.FromSeconds(toGo / forecast.RadiansPerSecond) : Duration.Zero;
        return new RuleReading(true, forecast.Radians, frame.Sample + _horizon + wait);
    }
}
