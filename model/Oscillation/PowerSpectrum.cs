using System.Numerics;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Welch's power spectrum of a finished segment: Hann windows of four seconds, half overlapping, mean removed. Windows with more
/// than nine times the median power (a blink, a jolt) are left out. The same to the last bit on every CPU; allocates.
/// </summary>
internal sealed class PowerSpectrum
{
    private const double WindowSeconds = 4;
    private const double OutlierFactor = 9;

    private PowerSpectrum(double[] power, double hertzPerBin)
    {
        Power = power;
        HertzPerBin = hertzPerBin;
    }

    /// <summary>Power a sample, µV²: the mean over all bins, both sides, is the signal's variance.</summary>
    public double[] Power { get; }

    /// <summary>Distance between two bins, Hz.</summary>
    public double HertzPerBin { get; }

    /// <summary>The highest usable frequency, Hz.</summary>
    public double HighestHz => (Power.Length - 1) * HertzPerBin;

    /// <summary>The spectrum of a segment of at least four seconds.</summary>
    public static PowerSpectrum Of(ReadOnlySpan<double> microvolts, Frequency rate)
    {
        var window = HannWindow((int)Math.Round(WindowSeconds * rate.TotalHertz));
        var hop = window.Length / 2;
        var count = ((microvolts.Length - window.Length) / hop) + 1;
        var fourier = new ChirpTransform(window.Length);
        var windows = new double[count][];
        for (var i = 0; i < count; i++)
        {
            windows[i] = fourier.Power(microvolts.Slice(i * hop, window.Length), window);
        }

        var totals = windows.Select(w => w.Sum()).ToArray();
        var limit = OutlierFactor * totals.Order().ElementAt(count / 2);
        var kept = windows.Where((_, i) => totals[i] <= limit).ToArray();
        var power = new double[(window.Length / 2) + 1];
        var scale = 1 / (kept.Length * window.Sum(w => w * w));
        for (var bin = 0; bin < power.Length; bin++)
        {
            power[bin] = scale * kept.Sum(w => w[bin]);
        }

        return new PowerSpectrum(power, rate.TotalHertz / window.Length);
    }

    /// <summary>The bin nearest to a frequency.</summary>
    public int BinAt(double hertz) => Math.Clamp((int)Math.Round(hertz / HertzPerBin), 0, Power.Length - 1);

    private static double[] HannWindow(int length)
    {
        var window = new double[length];
        for (var i = 0; i < length; i++)
        {
            window[i] = 0.5 - (0.5 * DeterministicMath.Cos(2 * Math.PI * i / length));
        }

        return window;
    }

    // The transform of any length by Bluestein's convolution, so that bins lie at exact quarters of a hertz.
    private sealed class ChirpTransform
    {
        private readonly int _length;
        private readonly Radix2Transform _radix;
        private readonly Complex[] _chirp;
        private readonly Complex[] _kernel;
        private readonly Complex[] _work;

        public ChirpTransform(int length)
        {
            _length = length;
            _radix = new Radix2Transform(Radix2Transform.LengthFor(2 * length));
            _chirp = new Complex[length];
            _kernel = new Complex[_radix.Length];
            _work = new Complex[_radix.Length];
            for (var n = 0; n < length; n++)
            {
                var (sine, cosine) = DeterministicMath.SinCos(-Math.PI * ((long)n * n % (2L * length)) / length);
                _chirp[n] = new Complex(cosine, sine);
                _kernel[n] = new Complex(cosine, -sine);
                _kernel[n == 0 ? 0 : ^n] = _kernel[n];
            }

            _radix.Forward(_kernel);
        }

        public double[] Power(ReadOnlySpan<double> microvolts, double[] window)
        {
            var mean = 0.0;
            foreach (var value in microvolts)
            {
                mean += value / _length;
            }

            Array.Clear(_work);
            for (var n = 0; n < _length; n++)
            {
                _work[n] = (microvolts[n] - mean) * window[n] * _chirp[n];
            }

            _radix.Forward(_work);
            for (var i = 0; i < _work.Length; i++)
            {
                _work[i] *= _kernel[i];
            }

            _radix.Inverse(_work);
            var power = new double[(_length / 2) + 1];
            for (var bin = 0; bin < power.Length; bin++)
            {
                power[bin] = (_work[bin].Real * _work[bin].Real) + (_work[bin].Imaginary * _work[bin].Imaginary);
            }

            return power;
        }
    }
}
