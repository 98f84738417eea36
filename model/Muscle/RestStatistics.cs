using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>Mean and spread of the EMG over a stretch, from the frames that were measured: held and contaminated ones are left out.</summary>
/// <param name="Frames">Frames in the stretch.</param>
/// <param name="Usable">Those of them that were measured.</param>
/// <param name="Mean">Mean of the usable frames, µV.</param>
/// <param name="Rms">R.m.s. about the mean, µV.</param>
/// <param name="MeanRectified">Mean of |x − mean|, µV.</param>
/// <param name="SpreadRectified">Standard deviation of |x − mean|, µV.</param>
/// <param name="Peak">Largest |x − mean|, µV.</param>
internal readonly record struct RestStatistics(
    int Frames, int Usable, double Mean, double Rms, double MeanRectified, double SpreadRectified, double Peak)
{
    private const SampleQuality Unusable = SampleQuality.NotFinite | SampleQuality.Blanked | SampleQuality.Contaminated
        | SampleQuality.Settling;

    /// <summary>Over frames <paramref name="from"/> to before <paramref name="end"/>; the values are NaN where no frame is usable.</summary>
    public static RestStatistics Of(EmgHistory history, int from, int end)
    {
        var (usable, sum) = (0, 0.0);
        for (var i = from; i < end; i++)
        {
            if ((history.Quality(i) & Unusable) == 0)
            {
                usable++;
                sum += history.Microvolts(i);
            }
        }

        return Around(history, from, end, usable, sum / usable);
    }

    private static RestStatistics Around(EmgHistory history, int from, int end, int usable, double mean)
    {
        var (rectified, squares, peak) = (0.0, 0.0, 0.0);
        for (var i = from; i < end; i++)
        {
            if ((history.Quality(i) & Unusable) == 0)
            {
                var distance = Math.Abs(history.Microvolts(i) - mean);
                rectified += distance;
                squares += distance * distance;
                peak = Math.Max(peak, distance);
            }
        }

        var (meanRectified, meanSquare) = (rectified / usable, squares / usable);
        var spread = Math.Sqrt(Math.Max(0, meanSquare - (meanRectified * meanRectified)));
        return new(Math.Max(0, end - from), usable, mean, Math.Sqrt(meanSquare), meanRectified, spread, peak);
    }
}
