using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// A muscle at rest: white noise through a one-pole low-pass at 450 Hz and a one-pole high-pass at 20 Hz, of a given root mean
/// square.
/// </summary>
internal sealed class EmgNoise
{
    private readonly double _fast;
    private readonly double _slow;
    private readonly double _gain;
    private readonly SeededRandom _random;
    private double _low;
    private double _drift;

    internal EmgNoise(Microvolts rms, Frequency rate, SeededRandom random)
    {
        _random = random;
        _fast = 1 - DeterministicMath.Exp(-2 * Math.PI * 450 / rate.TotalHertz);
        _slow = 1 - DeterministicMath.Exp(-2 * Math.PI * 20 / rate.TotalHertz);
        _gain = rms.TotalMicrovolts / Math.Sqrt(Variance());
    }

    /// <summary>The next sample, µV.</summary>
    internal double Next()
    {
        _low += _fast * (_random.NextNormal() - _low);
        _drift += _slow * (_low - _drift);
        return _gain * (_low - _drift);
    }

    /// <summary>
    /// Of l − d for white noise of unit variance: with p = 1 − fast, q = 1 − slow, var l = f²/(1 − p²), cov(l, d) = s var l / (1
    /// − pq), var d = (s² var l + 2 s q p cov) / (1 − q²), where the products with the past follow from l = p l' + f x and d = q
    /// d' + s l.
    /// </summary>
    private double Variance()
    {
        var (p, q) = (1 - _fast, 1 - _slow);
        var low = _fast * _fast / (1 - (p * p));
        var both = _slow * low / (1 - (p * q));
        var drift = ((_slow * _slow * low) + (2 * _slow * q * p * both)) / (1 - (q * q));
        return low + drift - (2 * both);
    }
}
