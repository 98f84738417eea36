using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

/// <summary>MEP amplitudes against the table of the generator's published draws, and MEPs in the EMG.</summary>
public sealed class MotorResponseTests
{
    private static readonly SubjectSettings Plain = new() { Drifts = false, PhaseEffect = 0, InhibitionRatio = 0.5 };

    // 200,000 draws each of the same generator, made by another program; MT = 50.
    [Theory]
    [InlineData(45, 0.0156, 0.0190, 0.028, 0.50)]
    [InlineData(50, 0.0502, 0.0703, 0.502, 0.73)]
    [InlineData(55, 0.243, 0.321, 0.973, 0.79)]
    [InlineData(60, 0.992, 1.108, 1.000, 0.62)]
    [InlineData(65, 2.37, 2.44, 1.000, 0.39)]
    [InlineData(70, 3.62, 3.70, 1.000, 0.25)]
    public void Amplitudes_are_those_of_the_table(double intensity, double median, double mean, double share, double deviation)
    {
        var drawn = Draw(Plain, 20_000, intensity).Select(r => r.Amplitude.TotalMicrovolts / 1000).Order().ToArray();
        var logarithms = drawn.Select(y => Math.Log(y)).ToArray();
        var average = logarithms.Average();
        // Standard errors at 20,000 draws are below 0.7 % of mean and median, 0.35 % of shares, 0.5 % of deviations; the table is
        // rounded to 3 digits.
        Assert.Equal(median, drawn[drawn.Length / 2], 0.03 * median);
        Assert.Equal(mean, drawn.Average(), 0.03 * mean);
        Assert.Equal(share, drawn.Count(y => y >= 0.05) / (double)drawn.Length, 0.012);
        Assert.Equal(deviation, Math.Sqrt(logarithms.Average(l => (l - average) * (l - average))), 0.015);
    }

    [Fact]
    public void The_threshold_moves_the_curve()
    {
        var drawn = Draw(Plain with { RestingMotorThreshold = Recorded.Mso(40) }, 4000, 40).Select(r => r.Amplitude.TotalMicrovolts).Order().ToArray();
        Assert.Equal(50, drawn[drawn.Length / 2], 5.0);
    }

    [Fact]
    public void Excitability_drifts_with_a_standard_deviation_near_0_30()
    {
        // Of AR(1) with 0.98 and 0.06: 0.06 / √(1 − 0.98²) = 0.3015; 40,000 draws hold some 400 independent ones.
        var drift = Draw(Plain with { Drifts = true }, 40_000, 60).Select(r => r.Excitability).ToArray();
        Assert.Equal(0.3015, Math.Sqrt(drift.Average(g => g * g)), 0.04);
        Assert.Equal(0, drift[0]);
    }

    [Fact]
    public void MEPs_are_larger_at_the_trough_by_the_phase_effect()
    {
        var drawn = Draw(Plain with { PhaseEffect = 0.1 }, 40_000, 60);
        var atTrough = drawn.Where(r => Math.Abs(r.MuPhase.RadiansFrom(Phase.Trough)) < 0.5).Average(r => Math.Log(r.Amplitude.TotalMicrovolts));
        var atPeak = drawn.Where(r => Math.Abs(r.MuPhase.TotalRadians) < 0.5).Average(r => Math.Log(r.Amplitude.TotalMicrovolts));
        // 2 b times the mean of cos within ±0.5 rad, 0.959; standard error of the difference 0.011.
        Assert.Equal(0.192, atTrough - atPeak, 0.045);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 0.5)]
    [InlineData(5, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 1)]
    [InlineData(7.5, 0.5)]
    [InlineData(8, 0)]
    [InlineData(15, 0)]
    public void A_conditioning_pulse_inhibits_at_its_intervals(double interval, double share)
    {
        var conditioned = LogMean(Plain, pulse => [Recorded.Pulse("cs", pulse - (interval / 1000), 60), Recorded.Pulse("ts", pulse, 60)]);
        var alone = LogMean(Plain, pulse => [Recorded.Pulse("ts", pulse, 60)]);
        // The same seed draws the same trials, so the difference is the effect alone.
        Assert.Equal(share * Math.Log(0.5), conditioned - alone, 1e-9);
    }

    [Fact]
    public void A_conditioning_pulse_that_is_too_weak_or_comes_after_does_nothing()
    {
        var alone = LogMean(Plain, pulse => [Recorded.Pulse("ts", pulse, 60)]);
        Assert.Equal(alone, LogMean(Plain, pulse => [Recorded.Pulse("cs", pulse - 0.005, 19), Recorded.Pulse("ts", pulse, 60)]), 1e-12);
        Assert.Equal(alone, LogMean(Plain, pulse => [Recorded.Pulse("ts", pulse, 60), Recorded.Pulse("cs", pulse + 0.005, 60)]), 1e-12);
    }

    [Fact]
    public void The_hidden_ratio_is_drawn_from_the_healthy_population()
    {
        var drawn = Enumerable.Range(1, 2000)
            .Select(seed => Math.Log(new VirtualSubject(new SubjectSettings { Seed = (ulong)seed }, Recorded.Start).Truth.InhibitionRatio)).ToArray();
        var mean = drawn.Average();
        Assert.Equal(Math.Log(0.65), mean, 0.027);
        Assert.Equal(0.30, Math.Sqrt(drawn.Average(l => (l - mean) * (l - mean))), 0.02);
    }

    [Fact]
    public void An_MEP_stands_in_the_EMG_with_its_size_and_latency()
    {
        var subject = new VirtualSubject(Plain with { EmgNoise = Microvolts.FromMicrovolts(0.001) }, Recorded.Start);
        for (var i = 1; i <= 20; i++)
        {
            subject.OnPulse(Recorded.Pulse("ts", i, 60));
        }

        var emg = Recorded.Emg(subject, 21);
        foreach (var response in subject.Truth.Responses)
        {
            var pulse = (int)((response.Time - Recorded.Start).TotalSeconds * 2000);
            var window = emg[(pulse + 30)..(pulse + 100)];
            var size = response.Amplitude.TotalMicrovolts;
            Assert.Equal(size, window.Max() - window.Min(), 0.02 * size);
            Assert.InRange(response.Latency.TotalMilliseconds, 21, 23);
            var onset = 15 + (Array.FindIndex(window, x => Math.Abs(x) > 0.01 * size) / 2.0);
            Assert.InRange(onset - response.Latency.TotalMilliseconds, 0, 1.5);
        }
    }

    [Fact]
    public void A_conditioning_pulse_alone_gives_no_MEP()
    {
        var subject = new VirtualSubject(Plain, Recorded.Start);
        subject.OnPulse(Recorded.Pulse("cs", 1, 80));
        Assert.Empty(subject.Truth.Responses);
        Assert.All(Recorded.Emg(subject, 1.1)[2030..2100], x => Assert.InRange(x, -25, 25));
    }

    private static double LogMean(SubjectSettings settings, Func<double, CoilPulse[]> trial)
    {
        var subject = new VirtualSubject(settings, Recorded.Start);
        for (var i = 1; i <= 50; i++)
        {
            foreach (var pulse in trial(i))
            {
                subject.OnPulse(pulse);
            }
        }

        return subject.Truth.Responses.Average(r => Math.Log(r.Amplitude.TotalMicrovolts));
    }

    private static IReadOnlyList<TrueResponse> Draw(SubjectSettings settings, int count, double intensity)
    {
        var subject = new VirtualSubject(settings, Recorded.Start);
        for (var i = 1; i <= count; i++)
        {
            subject.OnPulse(Recorded.Pulse("ts", i * 0.0137, intensity));
        }

        return subject.Truth.Responses;
    }
}
