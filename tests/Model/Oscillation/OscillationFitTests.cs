using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Model;

public sealed class OscillationFitTests(ITestOutputHelper output)
{
    [Fact]
    public void On_real_mu_pulses_at_the_trough_scatter_by_less_than_45_degrees()
    {
        if (SharedEeg.Laplacian("eegmat/Subject05_1.edf", output.WriteLine) is not { } eeg)
        {
            return;
        }

        var calibration = (int)(60 * eeg.Rate.TotalHertz);
        var fit = OscillationFit.Fit(Floats(eeg.Microvolts.AsSpan(0, calibration)), eeg.Rate, OscillationFitOptions.Mu);
        var truth = ZeroPhaseTruthDesign.Compute(eeg.Microvolts, eeg.Rate, fit.Peak, Frequency.FromHertz(1));
        var crossings = TroughsAboveMedian(eeg.Microvolts, eeg.Rate, fit.Parameters, calibration);
        var errors = new CircularErrors();
        foreach (var at in crossings)
        {
            errors.Add(Math.PI - truth.RadiansAt(at * eeg.Rate.TotalHertz));
        }

        output.WriteLine($"{crossings.Count} onsets, sd {errors.SdDegrees:0.0}, bias {errors.BiasDegrees:0.0}, "
            + $"expected {fit.ExpectedCircularSd}, {fit.Peak}, {fit.SignalToNoiseDb:0.0} dB");
        Assert.True(crossings.Count >= 100);
        Assert.True(errors.SdDegrees <= 38, $"{errors.SdDegrees}");
        Assert.InRange(errors.BiasDegrees, -12, 12);
        Assert.InRange(fit.ExpectedCircularSd.TotalDegrees, errors.SdDegrees - 8, errors.SdDegrees + 8);
        Assert.All(crossings.Zip(crossings.Skip(1)), pair => Assert.True(pair.Second - pair.First > 0.045));
        Assert.Equal(string.Empty, fit.Warning);
    }

    [Theory]
    [InlineData("eegmat/Subject05_1.edf", 10.5, 10.3)]
    [InlineData("eegmat/Subject19_1.edf", 10.5, 14.1)]
    [InlineData("eegmat/Subject25_1.edf", 9, 13.4)]
    public void The_peak_of_a_recording_is_where_others_measured_it(string recording, double hertz, double decibels)
    {
        if (SharedEeg.Channel(recording, "C3", output.WriteLine) is not { } eeg)
        {
            return;
        }

        var fit = OscillationFit.Fit(Floats(eeg.Microvolts), eeg.Rate, OscillationFitOptions.Mu);

        Assert.InRange(fit.Peak.TotalHertz, hertz - 0.5, hertz + 0.5);

        // Theirs comes from two-second windows and a line through 35 to 65 Hz, half of which the recording's low-pass has emptied.
        Assert.InRange(fit.SignalToNoiseDb, decibels - 3, decibels + 5);
    }

    [Fact]
    public void The_frequency_of_a_made_rhythm_is_found_at_any_rate()
    {
        foreach (var rate in new[] { 160.0, 250, 1000 })
        {
            var signal = Made(rate, 11.3, rhythm: 6, seconds: 40, seed: 2);

            var fit = OscillationFit.Fit(signal, Frequency.FromHertz(rate), OscillationFitOptions.Mu);

            Assert.InRange(fit.Peak.TotalHertz, 10.9, 11.7);
            Assert.InRange(fit.Parameters.PeakHz, 10.5, 12.1);
            Assert.Equal(string.Empty, fit.Warning);
        }
    }

    [Fact]
    public void Where_there_is_no_rhythm_the_fit_warns()
    {
        var fit = OscillationFit.Fit(Made(250, 10, rhythm: 0, 40, seed: 3), Frequency.FromHertz(250), OscillationFitOptions.Mu);

        Assert.NotEqual(string.Empty, fit.Warning);
    }

    [Fact]
    public void Bad_samples_are_bridged_and_too_many_are_refused()
    {
        var signal = Made(250, 10, rhythm: 8, 40, seed: 4);
        for (var i = 0; i < 1000; i++)
        {
            signal[2000 + i] = float.NaN;
        }

        var fit = OscillationFit.Fit(signal, Frequency.FromHertz(250), OscillationFitOptions.Mu);

        Assert.Equal(0.9, fit.Usable, 1e-9);
        Assert.InRange(fit.Peak.TotalHertz, 9.5, 10.5);
        signal.AsSpan(0, 6000).Fill(float.NaN);
        Assert.Contains("usable", Refusal(signal), StringComparison.Ordinal);
        Assert.Contains("at least 20 s", Refusal(new float[1000]), StringComparison.Ordinal);
        Assert.Contains("constant", Refusal(new float[10_000]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_collected_segment_gives_the_same_fit_as_the_samples_themselves()
    {
        var signal = Made(250, 10, rhythm: 8, 40, seed: 5);
        var rate = Frequency.FromHertz(250);
        var calibration = new OscillationCalibration(rate, Duration.FromSeconds(40), OscillationFitOptions.Mu);
        signal.AsSpan(100, 3).Fill(float.NaN);
        for (var i = 0; i < signal.Length; i++)
        {
            Assert.False(calibration.IsFull);
            if (i is not (101 or 102))
            {
                calibration.Step(signal[i], i == 100 ? SampleQuality.NotFinite : 0, Instant.FromNanoseconds(1 + (i * 4_000_000L)));
            }
        }

        Assert.True(calibration.IsFull);
        var collected = calibration.Fit();
        var direct = OscillationFit.Fit(signal, rate, OscillationFitOptions.Mu);
        Assert.Equal(direct.Parameters.ToNumbers(), collected.Parameters.ToNumbers());
        calibration.Reset();
        Assert.Throws<InvalidOperationException>(() => calibration.Fit());
    }

    private static string Refusal(float[] signal) => Assert.Throws<ArgumentException>(
        () => OscillationFit.Fit(signal, Frequency.FromHertz(250), OscillationFitOptions.Mu)).Message;

    private static List<double> TroughsAboveMedian(double[] microvolts, Frequency rate, OscillationParameters parameters, int from)
    {
        var board = new BeliefBoard();
        var beliefs = new OscillationBeliefs(board, "mu", new KalmanOscillator(rate, parameters), rate);
        var crossing = new PhaseCrossing(Phase.Trough, Duration.FromMilliseconds(20), rate);
        var percentile = board.Find("mu.power_percentile");
        var start = Instant.FromSeconds(1);
        List<double> crossings = [];
        for (var i = 0; i < microvolts.Length; i++)
        {
            beliefs.Step((float)microvolts[i], 0, start + Duration.FromSeconds(i / rate.TotalHertz));
            if (crossing.Step(beliefs.Estimator, out var forecast) && i >= from && board[percentile].Value > 0.5)
            {
                crossings.Add((forecast.At - start).TotalSeconds);
            }
        }

        return [.. crossings.Where(t => t < (microvolts.Length - 1) / rate.TotalHertz)];
    }

    private static float[] Floats(ReadOnlySpan<double> values)
    {
        var floats = new float[values.Length];
        for (var i = 0; i < floats.Length; i++)
        {
            floats[i] = (float)values[i];
        }

        return floats;
    }

    // A wandering rhythm in brown and white noise.
    private static float[] Made(double rate, double hertz, double rhythm, double seconds, int seed)
    {
        var random = new Random(seed);
        var signal = new float[(int)(seconds * rate)];
        var (phase, brown, amplitude) = (0.0, 0.0, 1.0);
        for (var i = 0; i < signal.Length; i++)
        {
            phase += (2 * Math.PI * hertz / rate) + (0.9 / Math.Sqrt(rate) * SyntheticRhythm.Normal(random));
            brown = (0.99 * brown) + SyntheticRhythm.Normal(random);
            amplitude += (-(amplitude - 1) / rate) + (0.3 / Math.Sqrt(rate) * SyntheticRhythm.Normal(random));
            signal[i] = (float)((rhythm * amplitude * Math.Cos(phase)) + brown + SyntheticRhythm.Normal(random));
        }

        return signal;
    }
}
