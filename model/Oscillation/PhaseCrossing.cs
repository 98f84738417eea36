using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// Says when a rhythm will next pass a phase, a fixed horizon ahead, and says it once a cycle: the forecast is asked at each
/// sample, the instant is computed between the samples, and the next crossing needs the far half of the cycle and
/// <see cref="LeastInterval"/> of a period in between, so that noise cannot double it.
/// </summary>
/// <remarks>
/// The instant lies within one sample after the newest sample's time plus the horizon, never before it, so that whoever fires has
/// at least the horizon. A forecast that has just been corrected past the phase, by no more than <see cref="Tolerance"/>, still
/// counts and crosses at once. Only + − × ÷; allocates nothing; one thread.
/// </remarks>
public sealed class PhaseCrossing
{
    /// <summary>How far past the target a correction may have carried the forecast, radians.</summary>
    public const double Tolerance = Math.PI / 4;

    /// <summary>The least time between two crossings, in periods of the rhythm.</summary>
    public const double LeastInterval = 0.6;

    private readonly Phase _target;
    private readonly Duration _horizon;
    private readonly double _secondsASample;
    private bool _armed;
    private Instant _last;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="target">The phase to hit.</param>
    /// <param name="horizon">How far ahead to look, 0 or more.</param>
    /// <param name="rate">The rate of the samples.</param>
    public PhaseCrossing(Phase target, Duration horizon, Frequency rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, Duration.Zero);
        _target = target;
        _horizon = horizon;
        _secondsASample = 1 / rate.TotalHertz;
    }

    /// <summary>
    /// Asks after the next sample. Call it once a sample, whatever else the rule wants, so that cycles are counted.
    /// </summary>
    /// <param name="estimator">Who follows the rhythm, already stepped with the sample.</param>
    /// <param name="crossing">When the target is passed, and what is believed of that instant.</param>
    /// <returns>True at the one sample of a cycle from which the crossing is due.</returns>
    public bool Step(IOscillationEstimator estimator, out PhaseForecast crossing)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        crossing = estimator.Forecast(_horizon);
        var ahead = Phase.Wrap(_target.TotalRadians - crossing.Radians);
        if (Math.Abs(ahead) > Math.PI / 2)
        {
            _armed = true;
            return false;
        }

        // Written so that a forecast that is not a number crosses nothing.
        if (!_armed || !(ahead < crossing.RadiansPerSecond * _secondsASample && ahead >= -Tolerance))
        {
            return false;
        }

        if (ahead > 0)
        {
            var later = Duration.FromSeconds(ahead / crossing.RadiansPerSecond);
            crossing = crossing with { Radians = _target.TotalRadians, At = crossing.At + later };
        }

        _armed = false;
        return IsApart(crossing);
    }

    private bool IsApart(in PhaseForecast crossing)
    {
        var least = Duration.FromSeconds(LeastInterval * 2 * Math.PI / crossing.RadiansPerSecond);
        if (_last.IsSet && crossing.At - _last < least)
        {
            return false;
        }

        _last = crossing.At;
        return true;
    }

    /// <summary>Back to the state after construction: the first crossing needs half a cycle before it.</summary>
    public void Reset()
    {
        _armed = false;
        _last = default;
    }
}
