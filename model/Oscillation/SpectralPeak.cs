using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// The individual peak of a rhythm: the largest height, in a band, of the spectrum above a straight line of log power on log
/// frequency.
/// </summary>
/// <param name="Hertz">Where it is, to a quarter of a hertz.</param>
/// <param name="HeightDb">Its height above the line, dB: the signal-to-noise ratio by which rhythms are judged.</param>
/// <param name="IsAtEdge">True where the largest height lies at an edge of the band, which then holds no peak of its own.</param>
internal readonly record struct SpectralPeak(double Hertz, double HeightDb, bool IsAtEdge)
{
    /// <summary>
    /// Looks for the peak. The line is fitted beside the rhythms: over 2 to 7 Hz and 30 to 40 Hz (public recordings are often
    /// low-passed at 45 Hz), or up to 90 % of what the rate allows.
    /// </summary>
    public static SpectralPeak Find(PowerSpectrum spectrum, double lowestHz, double highestHz)
    {
        var (level, slope) = FitLine(spectrum);
        var (first, last) = (spectrum.BinAt(lowestHz), spectrum.BinAt(highestHz));
        var (best, height) = (first, double.NegativeInfinity);
        for (var bin = first; bin <= last; bin++)
        {
            var above = Decibels(spectrum.Power[bin]) - level - (slope * LogHertz(spectrum, bin));
            (best, height) = above > height ? (bin, above) : (best, height);
        }

        return new SpectralPeak(best * spectrum.HertzPerBin, height, best == first || best == last);
    }

    private static (double Level, double Slope) FitLine(PowerSpectrum spectrum)
    {
        var top = 0.9 * spectrum.HighestHz;
        var (n, sumX, sumY, sumXx, sumXy) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var bin = 1; bin < spectrum.Power.Length; bin++)
        {
            var hertz = bin * spectrum.HertzPerBin;
            if (hertz < 2 || (hertz > 7 && hertz < Math.Min(30, top - 10)) || hertz > Math.Min(40, top))
            {
                continue;
            }

            var (x, y) = (LogHertz(spectrum, bin), Decibels(spectrum.Power[bin]));
            (n, sumX, sumY, sumXx, sumXy) = (n + 1, sumX + x, sumY + y, sumXx + (x * x), sumXy + (x * y));
        }

        var slope = ((n * sumXy) - (sumX * sumY)) / ((n * sumXx) - (sumX * sumX));
        return ((sumY - (slope * sumX)) / n, slope);
    }

    private static double LogHertz(PowerSpectrum spectrum, int bin) => DeterministicMath.Log(bin * spectrum.HertzPerBin);

    private static double Decibels(double power) => 4.3429448190325182765 * DeterministicMath.Log(Math.Max(power, 1e-30));
}
