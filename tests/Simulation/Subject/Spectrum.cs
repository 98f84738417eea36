using ClosedLoop.Core;

namespace ClosedLoop.Tests.Simulation;

/// <summary>Power by frequency the plain way: Hann windows of 2 s, half overlapping, one sum a frequency.</summary>
internal static class Spectrum
{
    /// <summary>One-sided density, units²/Hz, at whole multiples of 0.5 Hz from 0 to <paramref name="highestHertz"/>.</summary>
    internal static double[] Density(ReadOnlySpan<double> signal, double rate, double highestHertz)
    {
        var length = (int)(2 * rate);
        var window = Enumerable.Range(0, length).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length))).ToArray();
        var density = new double[(int)(2 * highestHertz) + 1];
        var segments = 0;
        for (var start = 0; start + length <= signal.Length; start += length / 2, segments++)
        {
            for (var bin = 0; bin < density.Length; bin++)
            {
                density[bin] += SquareAt(signal.Slice(start, length), window, bin);
            }
        }

        var scale = 2 / (rate * window.Sum(w => w * w) * segments);
        return [.. density.Select(value => value * scale)];
    }

    /// <summary>
    /// Height of the largest peak within 8 to 14 Hz, dB, above a straight line through log power over log frequency at 0.5 to 7
    /// and 35 to 65 Hz (without the mains).
    /// </summary>
    internal static (double Decibels, double Hertz) PeakOverBackground(double[] density)
    {
        var fit = Enumerable.Range(1, density.Length - 1)
            .Select(bin => (Hertz: bin / 2.0, Bin: bin))
            .Where(p => p.Hertz <= 7 || (p.Hertz >= 35 && p.Hertz <= 65 && Math.Abs(p.Hertz - 50) > 1.5))
            .Select(p => (X: Math.Log10(p.Hertz), Y: 10 * Math.Log10(density[p.Bin]))).ToArray();
        var (meanX, meanY) = (fit.Average(p => p.X), fit.Average(p => p.Y));
        var slope = fit.Sum(p => (p.X - meanX) * (p.Y - meanY)) / fit.Sum(p => (p.X - meanX) * (p.X - meanX));
        return Enumerable.Range(16, 13)
            .Select(bin => ((10 * Math.Log10(density[bin])) - meanY - (slope * (Math.Log10(bin / 2.0) - meanX)), bin / 2.0))
            .Max();
    }

    private static double SquareAt(ReadOnlySpan<double> segment, double[] window, int bin)
    {
        double real = 0, imaginary = 0;
        var (turnSin, turnCos) = Math.SinCos(2 * Math.PI * bin / segment.Length);
        var (sin, cos) = (0.0, 1.0);
        for (var i = 0; i < segment.Length; i++)
        {
            var value = segment[i] * window[i];
            real += value * cos;
            imaginary += value * sin;
            (sin, cos) = ((sin * turnCos) + (cos * turnSin), (cos * turnCos) - (sin * turnSin));
        }

        return (real * real) + (imaginary * imaginary);
    }
}
