using System.Globalization;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Fits the Kalman oscillator to one person's calibration segment: the peak above the 1/f line, the spectrum by maximum
/// likelihood, then the phase error of the forecasts against zero-phase filters, and the width that these errors deserve.
/// </summary>
/// <remarks>
/// Work for the side lane: a minute of signal takes some 0.1 to 0.3 s, and it allocates. Own arithmetic throughout, so that the
/// same segment gives the same numbers on every CPU.
/// </remarks>
public static class OscillationFit
{
    /// <summary>The shortest segment, seconds.</summary>
    public const double ShortestSeconds = 20;

    // Weaker than this a phase is mostly noise (PHASTIMATE release: targeting from about 5 dB).
    private const double WeakDb = 5;
    private const double PoorSdDegrees = 45;
    private const double LeastUsable = 0.7;

    /// <summary>Fits a segment.</summary>
    /// <param name="microvolts">The segment, µV, one channel at a regular rate; NaN marks samples that may not be used.</param>
    /// <param name="rate">Its rate, above four times the highest peak looked for.</param>
    /// <param name="options">Where to look and how far ahead to forecast.</param>
    /// <exception cref="ArgumentException">The segment is too short, too bad, or constant; the message says which.</exception>
    public static OscillationFitResult Fit(ReadOnlySpan<float> microvolts, Frequency rate, OscillationFitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (signal, fitRate) = CalibrationSignal.Prepare(microvolts, rate, out var usable);
        Refuse(signal, microvolts.Length / rate.TotalHertz, usable);
        var spectrum = PowerSpectrum.Of(signal, fitRate);
        var peak = SpectralPeak.Find(spectrum, options.LowestPeak.TotalHertz, options.HighestPeak.TotalHertz);
        var halfWidth = ZeroPhaseTruthDesign.HalfWidthFor(Frequency.FromHertz(peak.Hertz));
        var likely = new SpectralModelFit(spectrum, fitRate.TotalHertz)
            .Fit(peak.Hertz, halfWidth.TotalHertz, OtherRhythms(spectrum, peak.Hertz));
        var truth = ZeroPhaseTruthDesign.Compute(signal, fitRate, Frequency.FromHertz(peak.Hertz), halfWidth);
        var fit = new PhaseErrorFit(signal, fitRate, truth, options.Horizon);
        var best = fit.Improve(likely, peak.Hertz, halfWidth.TotalHertz);
        var errors = fit.Errors(best);
        var expected = ExpectedSd(errors);
        return new OscillationFitResult(
            best with { WidthScale = WidthScale(errors) },
            Frequency.FromHertz(peak.Hertz),
            peak.HeightDb,
            expected,
            usable,
            Warn(peak, expected));
    }

    private static void Refuse(double[] signal, double seconds, double usable)
    {
        if (seconds < ShortestSeconds)
        {
            throw new ArgumentException($"A calibration needs at least {ShortestSeconds} s of signal, not {seconds:0.#} s; record longer.");
        }

        if (usable < LeastUsable)
        {
            throw new ArgumentException(
                $"Only {usable:P0} of the calibration segment is usable, at least {LeastUsable:P0} is needed; check the electrodes and repeat.");
        }

        if (signal.Max() - signal.Min() <= 0)
        {
            throw new ArgumentException("The calibration segment is constant: the channel carries no signal; check the electrodes.");
        }
    }

    // Below beta stands alpha; beside alpha stand the two halves of beta.
    private static BackgroundComponent[] OtherRhythms(PowerSpectrum spectrum, double peakHz) => peakHz > 14
        ? [new(SpectralPeak.Find(spectrum, 8, 13).Hertz, 1.5, 1)]
        : [new(20, 6, 1), new(26, 8, 1)];

    // The scale at which the model's mean resultant length, over all instants, is the one that the errors show.
    private static double WidthScale(List<(double Ratio, double Cosine)> errors)
    {
        var shown = errors.Average(error => error.Cosine);
        var (low, high) = (1e-3, 1e3);
        for (var halving = 0; halving < 40; halving++)
        {
            var middle = Math.Sqrt(low * high);
            var root = Math.Sqrt(middle);
            var claimed = errors.Average(
                error => PhaseConcentration.Resultant(PhaseConcentration.FromSignalToNoise(error.Ratio / root)));
            (low, high) = claimed > shown ? (middle, high) : (low, middle);
        }

        return Math.Sqrt(low * high);
    }

    private static Phase ExpectedSd(List<(double Ratio, double Cosine)> errors)
    {
        var median = errors.Select(error => error.Ratio).Order().ElementAt(errors.Count / 2);
        var resultant = errors.Where(error => error.Ratio > median).Average(error => error.Cosine);
        return Phase.FromRadians(Math.Min(Math.PI, Math.Sqrt(-2 * DeterministicMath.Log(Math.Clamp(resultant, 1e-6, 1)))));
    }

    private static string Warn(SpectralPeak peak, Phase expected)
    {
        var height = peak.HeightDb.ToString("0.0", CultureInfo.InvariantCulture);
        var hertz = peak.Hertz.ToString("0.##", CultureInfo.InvariantCulture);
        var degrees = expected.TotalDegrees.ToString("0", CultureInfo.InvariantCulture);
        return peak.IsAtEdge
            ? $"No peak of its own in the band: the spectrum is highest at its edge, {hertz} Hz; widen the band or choose another channel."
            : peak.HeightDb < WeakDb
            ? $"The rhythm at {hertz} Hz stands only {height} dB above the background, at least {WeakDb:0} dB are advised; expect {degrees}° of scatter."
            : expected.TotalDegrees > PoorSdDegrees
            ? $"Forecasts scatter by {degrees}° even where the rhythm is strong; a clearer channel or a shorter horizon would help."
            : string.Empty;
    }
}
