using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// How fast a phase turns: the angle of the exponential mean of <c>a² e^(i(φ(k) − φ(k−1)))</c>, so that instants with a strong
/// rhythm count more.
/// </summary>
internal sealed class TurnRate
{
    private readonly double _rateHz;
    private readonly double _weight;
    private double _cosine;
    private double _sine;
    private double _last = double.NaN;

    /// <summary>Makes one that averages over a time constant.</summary>
    public TurnRate(Frequency rate, Duration timeConstant)
    {
        _rateHz = rate.TotalHertz;
        _weight = 1 - DeterministicMath.Exp(-1 / (timeConstant.TotalSeconds * _rateHz));
    }

    /// <summary>Turns a second, Hz; NaN before two phases.</summary>
    public double Hertz => _cosine == 0 && _sine == 0
        ? double.NaN
        : DeterministicMath.Atan2(_sine, _cosine) * _rateHz / (2 * Math.PI);

    /// <summary>Takes the phase and amplitude at the next sample.</summary>
    public void Step(double radians, double microvolts)
    {
        if (!double.IsNaN(_last))
        {
            var (sine, cosine) = DeterministicMath.SinCos(radians - _last);
            var square = microvolts * microvolts;
            _cosine += _weight * ((square * cosine) - _cosine);
            _sine += _weight * ((square * sine) - _sine);
        }

        _last = radians;
    }

    /// <summary>Back to the state after construction.</summary>
    public void Reset()
    {
        _cosine = 0;
        _sine = 0;
        _last = double.NaN;
    }
}
