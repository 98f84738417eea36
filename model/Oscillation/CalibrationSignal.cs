using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// A calibration segment made ready for fitting: samples that are not good bridged by straight lines, and decimated to about 250
/// Hz by a symmetric windowed-sinc low-pass, which delays nothing. Allocates.
/// </summary>
internal static class CalibrationSignal
{
    private const double EnoughHz = 250;

    /// <summary>The signal at the fit's rate, and that rate.</summary>
    /// <param name="microvolts">The segment, µV; NaN marks what may not be used.</param>
    /// <param name="rate">Its rate.</param>
    /// <param name="usable">Share of the samples that were good, 0 to 1.</param>
    public static (double[] Microvolts, Frequency Rate) Prepare(ReadOnlySpan<float> microvolts, Frequency rate, out double usable)
    {
        var bridged = Bridge(microvolts, out var good);
        usable = (double)good / Math.Max(microvolts.Length, 1);
        var factor = Math.Max(1, (int)Math.Floor(rate.TotalHertz / EnoughHz));
        return factor == 1 ? (bridged, rate) : (Decimate(bridged, factor), Frequency.FromHertz(rate.TotalHertz / factor));
    }

    private static double[] Bridge(ReadOnlySpan<float> microvolts, out int good)
    {
        var bridged = new double[microvolts.Length];
        good = 0;
        var last = -1;
        for (var i = 0; i < microvolts.Length; i++)
        {
            if (!float.IsFinite(microvolts[i]))
            {
                continue;
            }

            good++;
            bridged[i] = microvolts[i];
            var from = last < 0 ? bridged[i] : bridged[last];
            for (var k = last + 1; k < i; k++)
            {
                bridged[k] = from + ((bridged[i] - from) * (k - last) / (i - last));
            }

            last = i;
        }

        if (last >= 0)
        {
            bridged.AsSpan(last + 1).Fill(bridged[last]);
        }

        return bridged;
    }

    private static double[] Decimate(double[] signal, int factor)
    {
        var taps = LowPass(factor);
        var half = taps.Length / 2;
        var decimated = new double[signal.Length / factor];
        for (var i = 0; i < decimated.Length; i++)
        {
            var sum = 0.0;
            for (var k = -half; k <= half; k++)
            {
                sum += taps[k + half] * signal[Math.Clamp((i * factor) + k, 0, signal.Length - 1)];
            }

            decimated[i] = sum;
        }

        return decimated;
    }

    // Cut-off at 80 % of the new half rate, Hamming window, unit gain at 0 Hz.
    private static double[] LowPass(int factor)
    {
        var half = 8 * factor;
        var cutoff = 0.8 / factor;
        var taps = new double[(2 * half) + 1];
        for (var k = -half; k <= half; k++)
        {
            var sinc = k == 0 ? cutoff : DeterministicMath.Sin(Math.PI * cutoff * k) / (Math.PI * k);
            taps[k + half] = sinc * (0.54 + (0.46 * DeterministicMath.Cos(Math.PI * k / half)));
        }

        var sum = taps.Sum();
        return [.. taps.Select(tap => tap / sum)];
    }
}
