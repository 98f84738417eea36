using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Squared magnitude responses of band-pass filters: what is left of a filter that runs forward and backward. One function of
/// frequency (Hz) each; gain 1 in the band.
/// </summary>
/// <remarks>Own arithmetic throughout: a calibration fit leans on it, and has to come out alike on every CPU.</remarks>
internal static class ZeroPhaseResponseDesign
{
    /// <summary>Windowed-sinc FIR (Hamming), with unit gain at the centre of the band.</summary>
    public static Func<double, double> WindowedSinc(double rate, double low, double high, int taps)
    {
        var half = taps / 2;
        var impulse = new double[half + 1];
        for (var n = 0; n <= half; n++)
        {
            var ideal = (2 * high / rate * Sinc(2 * high / rate * n)) - (2 * low / rate * Sinc(2 * low / rate * n));
            impulse[n] = ideal * (0.54 + (0.46 * DeterministicMath.Cos(2 * Math.PI * n / (taps - 1))));
        }

        var gain = ZeroPhaseGain(impulse, rate, (low + high) / 2);
        return f => Square(ZeroPhaseGain(impulse, rate, f) / gain);
    }

    /// <summary>
    /// Least-squares FIR of odd length: 0 below the lower stop edge, 1 in the pass band, 0 above the upper stop edge.
    /// </summary>
    public static Func<double, double> LeastSquares(double rate, double[] edges, int taps)
    {
        var half = taps / 2;
        var nyquist = rate / 2;
        double[] bands = [0, edges[0] / nyquist, edges[1] / nyquist, edges[2] / nyquist, edges[3] / nyquist, 1];
        double Integral(int band, double n) => (bands[band + 1] * Sinc(bands[band + 1] * n)) - (bands[band] * Sinc(bands[band] * n));
        var q = Enumerable.Range(0, taps).Select(n => Integral(0, n) + Integral(2, n) + Integral(4, n)).ToArray();
        var impulse = SolvePositive(
            half + 1, (i, j) => q[Math.Abs(i - j)] + q[i + j], [.. Enumerable.Range(0, half + 1).Select(n => Integral(2, n))]);
        impulse[0] *= 2;
        return f => Square(ZeroPhaseGain(impulse, rate, f));
    }

    /// <summary>
    /// Butterworth with half power at the band's edges; <paramref name="order"/> counts the poles of the band-pass, an even
    /// number.
    /// </summary>
    public static Func<double, double> Butterworth(double rate, double low, double high, int order) =>
        f => 1 / (1 + DeterministicMath.Pow(Square(LowPassFrequency(rate, low, high, f)), order / 2));

    /// <summary>
    /// Chebyshev of the first kind with a ripple in the band, in dB; <paramref name="order"/> counts the poles of the band-pass.
    /// </summary>
    public static Func<double, double> Chebyshev(double rate, double low, double high, int order, double ripple)
    {
        var epsilonSquared = DeterministicMath.Pow(10, ripple / 10) - 1;
        return f => 1 / (1 + (epsilonSquared * Square(ChebyshevPolynomial(order / 2, LowPassFrequency(rate, low, high, f)))));
    }

    /// <summary>Elliptic of the least order that falls from the pass band to the stop band by the attenuation, in dB.</summary>
    public static Func<double, double> Elliptic(
        double rate, double low, double high, double stopLow, double stopHigh, double ripple, double attenuation)
    {
        var epsilonSquared = DeterministicMath.Pow(10, ripple / 10) - 1;
        var k1 = Math.Sqrt(epsilonSquared / (DeterministicMath.Pow(10, attenuation / 10) - 1));
        var edge = Math.Min(
            Math.Abs(LowPassFrequency(rate, low, high, stopLow)), Math.Abs(LowPassFrequency(rate, low, high, stopHigh)));
        var order = (int)Math.Ceiling(
            (EllipticIntegral(1 / edge) / ComplementaryIntegral(1 / edge) * ComplementaryIntegral(k1) / EllipticIntegral(k1)) - 1e-9);
        var k = Modulus(order, k1);
        var zeros = Enumerable.Range(1, order / 2).Select(i => Landen(((2.0 * i) - 1) / order, k, DeterministicMath.Cos)).ToArray();
        double Rational(double w) => zeros.Aggregate(
            order % 2 == 1 ? w : 1, (product, zero) => product * ((w * w) - (zero * zero)) / (1 - Square(k * zero * w)));
        var atEdge = Rational(1);
        return f => 1 / (1 + (epsilonSquared * Square(Rational(LowPassFrequency(rate, low, high, f)) / atEdge)));
    }

    // The frequency of the low-pass prototype (edge at 1) that the bilinear band-pass has at f.
    private static double LowPassFrequency(double rate, double low, double high, double f)
    {
        var (a, b, w) = (Tangent(Math.PI * low / rate), Tangent(Math.PI * high / rate), Tangent(Math.PI * f / rate));
        return ((w * w) - (a * b)) / ((b - a) * w);
    }

    private static double ChebyshevPolynomial(int order, double x)
    {
        var (before, now) = (1.0, x);
        for (var n = 1; n < order; n++)
        {
            (before, now) = (now, (2 * x * now) - before);
        }

        return now;
    }

    private static double ZeroPhaseGain(double[] impulse, double rate, double f)
    {
        // Chebyshev recurrence of cos(n w): one cosine a frequency instead of one a tap.
        var twice = 2 * DeterministicMath.Cos(2 * Math.PI * f / rate);
        var (before, now, sum) = (1.0, twice / 2, impulse[0]);
        for (var n = 1; n < impulse.Length; n++)
        {
            sum += 2 * impulse[n] * now;
            (before, now) = (now, (twice * now) - before);
        }

        return sum;
    }

    // Degree equation: the modulus k whose elliptic function of this order has modulus k1 (Orfanidis, Lecture Notes on Elliptic
    // Filter Design).
    private static double Modulus(int order, double k1)
    {
        var complement = Math.Sqrt(1 - (k1 * k1));
        var product = 1.0;
        for (var i = 1; i <= order / 2; i++)
        {
            product *= Landen(((2.0 * i) - 1) / order, complement, DeterministicMath.Sin);
        }

        return Math.Sqrt(1 - Square(DeterministicMath.Pow(complement, order) * DeterministicMath.Pow(product, 4)));
    }

    // cd (from the cosine) or sn (from the sine) of u K(k) by ascending Landen transformations.
    private static double Landen(double u, double k, Func<double, double> start)
    {
        var moduli = new List<double>();
        for (; k > 1e-16; moduli.Add(k))
        {
            k = Square(k / (1 + Math.Sqrt(1 - (k * k))));
        }

        var w = start(u * Math.PI / 2);
        for (var i = moduli.Count - 1; i >= 0; i--)
        {
            w = (1 + moduli[i]) * w / (1 + (moduli[i] * w * w));
        }

        return w;
    }

    // Solves a symmetric positive definite system by Cholesky's factorisation.
    private static double[] SolvePositive(int size, Func<int, int, double> matrix, double[] right)
    {
        var factor = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix(i, j);
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
            {
                right[i] -= factor[i, k] * right[k];
            }

            right[i] /= factor[i, i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
            {
                right[i] -= factor[k, i] * right[k];
            }

            right[i] /= factor[i, i];
        }

        return right;
    }

    private static double Tangent(double x)
    {
        var (sine, cosine) = DeterministicMath.SinCos(x);
        return sine / cosine;
    }

    private static double EllipticIntegral(double k) => Math.PI / 2 / ArithmeticGeometricMean(1, Math.Sqrt(1 - (k * k)));

    private static double ComplementaryIntegral(double k) => Math.PI / 2 / ArithmeticGeometricMean(1, k);

    private static double ArithmeticGeometricMean(double a, double b)
    {
        while (Math.Abs(a - b) > 1e-15 * a)
        {
            (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        }

        return a;
    }

    private static double Sinc(double x) => x == 0 ? 1 : DeterministicMath.Sin(Math.PI * x) / (Math.PI * x);

    private static double Square(double x) => x * x;
}
