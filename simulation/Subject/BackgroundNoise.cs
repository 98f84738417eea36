using System.Numerics;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// The brain's background: one source under each electrode with a spectrum near 1/f from 0.4 to 100 Hz (six one-pole low-passes
/// on one white sequence, corners a factor 3 apart, weights ∝ corner^−½), smeared over the neighbours by the skull, plus the
/// amplifier's white noise.
/// </summary>
internal sealed class BackgroundNoise
{
    private const int Poles = 6;
    private const double LowestCorner = 0.4;
    private const double Spread = 0.42;
    private const double AmplifierMicrovolts = 0.5;

    private readonly int _channels;
    private readonly double[] _state;
    private readonly double[] _sources;
    private readonly double[] _white;
    private readonly double[] _mixing;
    private readonly double[] _rates = new double[Poles];
    private readonly double[] _weights = new double[Poles];
    private readonly SeededRandom _random;

    /// <param name="sites">Where the channels lie.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="densityAt10Hz">µV²/Hz of each channel at 10 Hz.</param>
    /// <param name="random">The sequence it draws from.</param>
    internal BackgroundNoise(IReadOnlyList<ScalpPosition> sites, Frequency rate, double densityAt10Hz, SeededRandom random)
    {
        _channels = sites.Count;
        _random = random;
        _state = new double[_channels * Poles];
        _sources = new double[_channels];
        _white = new double[_channels];
        _mixing = Mix(sites);
        SetFilter(rate.TotalHertz, densityAt10Hz);
    }

    /// <summary>Adds the next frame's noise to the channels, µV.</summary>
    internal void AddTo(Span<double> frame)
    {
        foreach (ref var white in _white.AsSpan())
        {
            white = _random.NextNormal();
        }

        _sources.AsSpan().Clear();
        for (var pole = 0; pole < Poles; pole++)
        {
            Filter(_state.AsSpan(pole * _channels, _channels), _rates[pole], _weights[pole]);
        }

        for (var source = 0; source < _channels; source++)
        {
            AddScaled(frame, _mixing.AsSpan(source * _channels, _channels), _sources[source]);
        }

        foreach (ref var value in frame)
        {
            value += AmplifierMicrovolts * _random.NextNormal();
        }
    }

    /// <summary>One pole of all sources. Element by element, so the vectors' width changes no bit.</summary>
    private void Filter(Span<double> state, double rate, double weight)
    {
        var whole = state.Length - (state.Length % Vector<double>.Count);
        for (var i = 0; i < whole; i += Vector<double>.Count)
        {
            var value = new Vector<double>(state[i..]);
            value += rate * (new Vector<double>(_white.AsSpan(i)) - value);
            value.CopyTo(state[i..]);
            (new Vector<double>(_sources.AsSpan(i)) + (weight * value)).CopyTo(_sources.AsSpan(i));
        }

        for (var i = whole; i < state.Length; i++)
        {
            state[i] += rate * (_white[i] - state[i]);
            _sources[i] += weight * state[i];
        }
    }

    private static void AddScaled(Span<double> sum, ReadOnlySpan<double> values, double scale)
    {
        var whole = sum.Length - (sum.Length % Vector<double>.Count);
        for (var i = 0; i < whole; i += Vector<double>.Count)
        {
            (new Vector<double>(sum[i..]) + (scale * new Vector<double>(values[i..]))).CopyTo(sum[i..]);
        }

        for (var i = whole; i < sum.Length; i++)
        {
            sum[i] += scale * values[i];
        }
    }

    private void SetFilter(double rate, double density)
    {
        var corner = LowestCorner;
        for (var i = 0; i < Poles; i++, corner *= 3)
        {
            _rates[i] = 1 - DeterministicMath.Exp(-2 * Math.PI * corner / rate);
            _weights[i] = 1 / Math.Sqrt(corner);
        }

        // White noise of unit variance has a one-sided density of 2 / rate.
        var gain = Math.Sqrt(density / (2 / rate * PowerGainAt(10 / rate)));
        for (var i = 0; i < Poles; i++)
        {
            _weights[i] *= gain;
        }
    }

    /// <summary>|H|² of the filter bank at a frequency in cycles a frame: each pole is r / (1 − (1 − r) z⁻¹).</summary>
    private double PowerGainAt(double cycles)
    {
        var (sin, cos) = DeterministicMath.SinCos(2 * Math.PI * cycles);
        double real = 0, imaginary = 0;
        for (var i = 0; i < Poles; i++)
        {
            var keep = 1 - _rates[i];
            var (a, b) = (1 - (keep * cos), keep * sin);
            var scale = _weights[i] * _rates[i] / ((a * a) + (b * b));
            real += scale * a;
            imaginary -= scale * b;
        }

        return (real * real) + (imaginary * imaginary);
    }

    /// <summary>
    /// What each source (slow index) gives to each channel (fast index); the squares that a channel gets sum to 1, so that every
    /// channel has the density that was asked for.
    /// </summary>
    private static double[] Mix(IReadOnlyList<ScalpPosition> sites)
    {
        var mixing = new double[sites.Count * sites.Count];
        for (var channel = 0; channel < sites.Count; channel++)
        {
            var length = Math.Sqrt(sites.Sum(source => Square(sites[channel].CouplingTo(source, Spread))));
            for (var source = 0; source < sites.Count; source++)
            {
                mixing[(source * sites.Count) + channel] = sites[channel].CouplingTo(sites[source], Spread) / length;
            }
        }

        return mixing;
    }

    private static double Square(double value) => value * value;
}
