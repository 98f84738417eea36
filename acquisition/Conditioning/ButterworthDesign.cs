using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Butterworth filters as second-order sections, by the bilinear transform with prewarped corners: −3 dB exactly at the corners. Uses the
/// same arithmetic as the decision path, so that every machine designs the same filter to the bit. Allocates; for set-up.
/// </summary>
/// <remarks>
/// With s = (z − 1)/(z + 1) and W = tan(π f/fs), the low-pass prototype's poles are W e^(jθ), and a band-pass turns each pole p into the
/// two roots of s² − p B s + W₀² (B = W_high − W_low, W₀² = W_high W_low). Oppenheim &amp; Schafer, chapter on IIR design.
/// </remarks>
public static class ButterworthDesign
{
    private const int MaxOrder = 20;

    /// <summary>Low-pass; the delay is stated at 0 Hz.</summary>
    /// <param name="order">Number of poles, 1 to 20.</param>
    /// <param name="cutoff">The corner, above 0 and below half the rate.</param>
    /// <param name="rate">Sampling rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">Order or corner is out of range.</exception>
    public static SosDesign LowPass(int order, Frequency cutoff, Frequency rate)
    {
        var w = Corner(order, cutoff, rate);
        return new([.. Prototype(order).Select(p => p.IsPair
            ? Bilinear(0, 0, w * w, 1, -2 * p.Re * w, w * w)
            : Bilinear(w, w))], rate, default);
    }

    /// <summary>High-pass; the delay is stated at twice the corner.</summary>
    /// <param name="order">Number of poles, 1 to 20.</param>
    /// <param name="cutoff">The corner, above 0 and below half the rate.</param>
    /// <param name="rate">Sampling rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">Order or corner is out of range.</exception>
    public static SosDesign HighPass(int order, Frequency cutoff, Frequency rate)
    {
        var w = Corner(order, cutoff, rate);
        return new([.. Prototype(order).Select(p => p.IsPair
            ? Bilinear(1, 0, 0, 1, -2 * p.Re * w, w * w)
            : HighBilinear(w))], rate, Frequency.FromHertz(2 * cutoff.TotalHertz));
    }

    /// <summary>Band-pass; the delay is stated at the geometric mean of the corners.</summary>
    /// <param name="order">Order of the prototype, 1 to 20: the band-pass has twice as many poles.</param>
    /// <param name="low">Lower corner, above 0.</param>
    /// <param name="high">Upper corner, above the lower one and below half the rate.</param>
    /// <param name="rate">Sampling rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">Order or corners are out of range.</exception>
    public static SosDesign BandPass(int order, Frequency low, Frequency high, Frequency rate)
    {
        var (wLow, wHigh) = (Corner(order, low, rate), Corner(order, high, rate));
        if (low >= high)
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"The upper corner must lie above the lower one, {low}.");
        }

        var (band, middle) = (wHigh - wLow, wHigh * wLow);
        var sections = Prototype(order).SelectMany(p => p.IsPair ? BandPair(p, band, middle) : [BandSection(band, band, middle)]);
        return new([.. sections], rate, Frequency.FromHertz(Math.Sqrt(low.TotalHertz * high.TotalHertz)));
    }

    /// <summary>
    /// What goes before a decimation: a low-pass of order 4 at 0.8 of the new Nyquist frequency, e.g. 400 Hz before 1 kHz.
    /// </summary>
    /// <param name="factor">How many frames become one, 2 or more.</param>
    /// <param name="rate">Sampling rate before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 2.</exception>
    public static SosDesign AntiAlias(int factor, Frequency rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        return LowPass(4, Frequency.FromHertz(0.4 * rate.TotalHertz / factor), rate);
    }

    // One pole of each pair, least resonant first, and the real pole of an odd order: −sin θ + j cos θ.
    private static IEnumerable<(double Re, double Im, bool IsPair)> Prototype(int order)
    {
        if (order % 2 == 1)
        {
            yield return (-1, 0, false);
        }

        for (var k = (order / 2) - 1; k >= 0; k--)
        {
            var (sin, cos) = DeterministicMath.SinCos(Math.PI * ((2 * k) + 1) / (2 * order));
            yield return (-sin, cos, true);
        }
    }

    private static double Corner(int order, Frequency corner, Frequency rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaxOrder);
        var ratio = corner.TotalHertz / rate.TotalHertz;
        if (!(ratio > 0 && ratio < 0.5))
        {
            throw new ArgumentOutOfRangeException(
                nameof(corner), corner, $"A corner must lie above 0 Hz and below half the sampling rate of {rate}.");
        }

        var (sin, cos) = DeterministicMath.SinCos(Math.PI * ratio);
        return sin / cos;
    }

    // The pole pair p, p* becomes two pairs, each s² − 2 Re(r) s + |r|², r = pB/2 ± √((pB/2)² − W₀²).
    private static IEnumerable<SecondOrderSection> BandPair((double Re, double Im, bool IsPair) p, double band, double middle)
    {
        var (re, im) = (p.Re * band / 2, p.Im * band / 2);
        var (rootRe, rootIm) = SquareRoot((re * re) - (im * im) - middle, 2 * re * im);
        yield return Band(re + rootRe, im + rootIm);
        yield return Band(re - rootRe, im - rootIm);

        SecondOrderSection Band(double x, double y) => BandSection(band, -2 * x, (x * x) + (y * y));
    }

    private static SecondOrderSection BandSection(double band, double c1, double c0) => Bilinear(0, band, 0, 1, c1, c0);

    private static (double Re, double Im) SquareRoot(double re, double im)
    {
        // The larger part first; the other by division, where a difference of near equals would lose digits.
        var size = Math.Sqrt((re * re) + (im * im));
        if (re >= 0)
        {
            var root = Math.Sqrt((size + re) / 2);
            return (root, root == 0 ? 0 : im / (2 * root));
        }

        var imaginary = Math.Sqrt((size - re) / 2);
        return (im / (2 * imaginary), imaginary);
    }

    // (n2 s² + n1 s + n0)/(d2 s² + d1 s + d0) with s = (z − 1)/(z + 1).
    private static SecondOrderSection Bilinear(double n2, double n1, double n0, double d2, double d1, double d0)
    {
        var scale = d2 + d1 + d0;
        return new(
            (n2 + n1 + n0) / scale,
            2 * (n0 - n2) / scale,
            (n2 - n1 + n0) / scale,
            2 * (d0 - d2) / scale,
            (d2 - d1 + d0) / scale);
    }

    // n0/(s + d0).
    private static SecondOrderSection Bilinear(double n0, double d0) =>
        new(n0 / (1 + d0), n0 / (1 + d0), 0, (d0 - 1) / (1 + d0), 0);

    // s/(s + d0).
    private static SecondOrderSection HighBilinear(double d0) => new(1 / (1 + d0), -1 / (1 + d0), 0, (d0 - 1) / (1 + d0), 0);
}
