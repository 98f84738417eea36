using System.Numerics;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Says afterwards what the phase of a rhythm was: the circular mean over 15 zero-phase band-pass filters followed by the Hilbert
/// transform (Zrenner et al., NeuroImage 214:116761, 2020). It uses the future, so it is for comparing, never for deciding.
/// </summary>
/// <remarks>
/// With f the peak and k a half width: windowed-sinc FIR f ± k of 2, 3, 4, 5 cycles; least-squares FIR of 3, 4, 5 cycles, pass f
/// ± k, stop f ± 4k; Butterworth of 4, 8, 12 poles f ± k; Chebyshev I of 4, 6, 8 poles, 0.5 dB, f ± 1.5 k; elliptic, pass f ± k,
/// stop f ± 2k, 10 and 20 dB. Forward and backward filtering is multiplication with the squared magnitude of the response, so all
/// of it happens in one spectrum; the ends are continued by odd reflection over <see cref="ReflectedSeconds"/>.
/// </remarks>
public static class ZeroPhaseTruthDesign
{
    /// <summary>
    /// How much is reflected at each end, seconds; phases nearer than about two seconds to an end lean on the reflection.
    /// </summary>
    public const double ReflectedSeconds = 4;

    private const double RippleDb = 0.5;

    private static readonly int[] WindowedCycles = [2, 3, 4, 5];
    private static readonly int[] LeastSquaresCycles = [3, 4, 5];
    private static readonly int[] ButterworthPoles = [4, 8, 12];
    private static readonly int[] ChebyshevPoles = [4, 6, 8];
    private static readonly double[] EllipticDb = [10, 20];

    /// <summary>The usual half width of the band: 1 Hz up to 14 Hz, 2 Hz above.</summary>
    public static Frequency HalfWidthFor(Frequency peak) => Frequency.FromHertz(peak.TotalHertz <= 14 ? 1 : 2);

    /// <summary>The phases of a finished recording; allocates.</summary>
    /// <param name="microvolts">The whole signal, one channel, µV, all finite.</param>
    /// <param name="rate">Its rate.</param>
    /// <param name="peak">The individual peak frequency f; f − 4k must lie above 0.</param>
    /// <param name="halfWidth">k.</param>
    /// <exception cref="ArgumentException">Too short (under a second), not finite, or the band does not fit between 0 and half
    /// the rate.</exception>
    public static ZeroPhaseTruth Compute(ReadOnlySpan<double> microvolts, Frequency rate, Frequency peak, Frequency halfWidth)
    {
        var (fs, f, k) = (rate.TotalHertz, peak.TotalHertz, halfWidth.TotalHertz);
        if (microvolts.Length < fs || f - (4 * k) <= 0 || f + (4 * k) >= fs / 2)
        {
            throw new ArgumentException(
                $"A truth for {f} ± {k} Hz needs at least a second of signal and f − 4k > 0, f + 4k < {fs / 2} Hz.", nameof(microvolts));
        }

        var spectrum = new ReflectedSpectrum(microvolts, fs);
        var sum = new Complex[microvolts.Length];
        var microvoltSum = new double[microvolts.Length];
        var responses = Responses(fs, f, k);
        foreach (var response in responses)
        {
            spectrum.AddAnalytic(response, sum, microvoltSum);
        }

        return new ZeroPhaseTruth(
            [.. sum.Select(z => DeterministicMath.Atan2(z.Imaginary, z.Real))],
            [.. sum.Select(z => Math.Sqrt(-2 * DeterministicMath.Log(Math.Clamp(Length(z) / responses.Count, 1e-300, 1))))],
            [.. microvoltSum.Select(total => total / responses.Count)]);
    }

    private static double Length(Complex z) => Math.Sqrt((z.Real * z.Real) + (z.Imaginary * z.Imaginary));

    private static List<Func<double, double>> Responses(double fs, double f, double k)
    {
        int Taps(int cycles) => (int)Math.Round(cycles * fs / f) | 1;
        double[] edges = [f - (4 * k), f - k, f + k, f + (4 * k)];
        List<Func<double, double>> responses =
        [
            .. WindowedCycles.Select(cycles => ZeroPhaseResponseDesign.WindowedSinc(fs, f - k, f + k, Taps(cycles))),
            .. LeastSquaresCycles.Select(cycles => ZeroPhaseResponseDesign.LeastSquares(fs, edges, Taps(cycles))),
            .. ButterworthPoles.Select(poles => ZeroPhaseResponseDesign.Butterworth(fs, f - k, f + k, poles)),
            .. ChebyshevPoles.Select(
                poles => ZeroPhaseResponseDesign.Chebyshev(fs, f - (1.5 * k), f + (1.5 * k), poles, RippleDb)),
            .. EllipticDb.Select(
                db => ZeroPhaseResponseDesign.Elliptic(fs, f - k, f + k, f - (2 * k), f + (2 * k), RippleDb, db)),
        ];
        return responses;
    }

    private sealed class ReflectedSpectrum
    {
        private readonly Radix2Transform _transform;
        private readonly Complex[] _signal;
        private readonly Complex[] _work;
        private readonly int _reflected;
        private readonly double _hertzPerBin;

        public ReflectedSpectrum(ReadOnlySpan<double> microvolts, double rate)
        {
            _reflected = Math.Min(microvolts.Length - 1, (int)(ReflectedSeconds * rate));
            var total = microvolts.Length + (2 * _reflected);
            _transform = new Radix2Transform(Radix2Transform.LengthFor(total));
            _signal = new Complex[_transform.Length];
            _work = new Complex[_transform.Length];
            _hertzPerBin = rate / _transform.Length;
            for (var i = 0; i < total; i++)
            {
                _signal[i] = Reflected(microvolts, i - _reflected);
            }

            _transform.Forward(_signal);
        }

        // Adds the unit phasor and the length of the analytic signal behind one filter.
        public void AddAnalytic(Func<double, double> response, Complex[] phasors, double[] lengths)
        {
            Array.Clear(_work);
            for (var bin = 1; bin < _work.Length / 2; bin++)
            {
                _work[bin] = 2 * response(bin * _hertzPerBin) * _signal[bin];
            }

            _transform.Inverse(_work);
            for (var i = 0; i < phasors.Length; i++)
            {
                var z = _work[i + _reflected];
                var length = Length(z);
                phasors[i] += length > 0 ? z / length : Complex.One;
                lengths[i] += length;
            }
        }

        private static double Reflected(ReadOnlySpan<double> x, int i) =>
            i < 0 ? (2 * x[0]) - x[-i] : i < x.Length ? x[i] : (2 * x[^1]) - x[(2 * (x.Length - 1)) - i];
    }
}
