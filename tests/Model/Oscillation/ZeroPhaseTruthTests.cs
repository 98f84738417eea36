using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Model;

public sealed class ZeroPhaseTruthTests(ITestOutputHelper output)
{
    // The benchmark's peak of the whole recording, found once by matching its phases; trials.csv holds that of the first minute alone.
    [Theory]
    [InlineData("dr05", "alpha", 11)]
    [InlineData("dr13", "alpha", 10.75)]
    [InlineData("dr20", "beta", 20.75)]
    public void The_phases_are_those_of_the_benchmark_to_a_fraction_of_a_degree(string recording, string band, double peak)
    {
        if (SharedEeg.Benchmark(recording, band, output.WriteLine) is not { } benchmark)
        {
            return;
        }

        var truth = ZeroPhaseTruthDesign.Compute(
            benchmark.Microvolts, Frequency.FromHertz(500), Frequency.FromHertz(peak), Frequency.FromHertz(band == "alpha" ? 1 : 2));

        var errors = benchmark.Truth.Select(t => Math.Abs(Phase.Wrap(truth.Radians[t.Sample] - t.Radians)) * 180 / Math.PI).ToArray();
        output.WriteLine($"mean {errors.Average():0.000}°, worst {errors.Max():0.00}° of {errors.Length}");
        Assert.True(errors.Length > 200);
        Assert.True(errors.Average() < 0.2, $"{errors.Average()}");
    }

    [Fact]
    public void A_sine_has_its_own_phase_and_amplitude_and_no_deviation()
    {
        var signal = Enumerable.Range(0, 5000).Select(i => 7 * Math.Cos((2 * Math.PI * 10 * i / 500) + 0.4)).ToArray();

        var truth = ZeroPhaseTruthDesign.Compute(signal, Frequency.FromHertz(500), Frequency.FromHertz(10), Frequency.FromHertz(1));

        for (var i = 1000; i < 4000; i++)
        {
            Assert.Equal(0, Phase.Wrap(truth.Radians[i] - (2 * Math.PI * 10 * i / 500) - 0.4), 0.01);
            Assert.Equal(7, truth.Microvolts[i], 0.2);
            Assert.InRange(truth.DeviationRadians[i], 0, 0.03);
        }

        Assert.Equal(truth.Radians[2000], truth.RadiansAt(2000));
        Assert.Equal(0, Phase.Wrap(truth.RadiansAt(2000.5) - (2 * Math.PI * 10 * 2000.5 / 500) - 0.4), 0.01);
    }

    [Fact]
    public void A_band_that_does_not_fit_is_refused() => Assert.Throws<ArgumentException>(
        () => ZeroPhaseTruthDesign.Compute(new double[5000], Frequency.FromHertz(500), Frequency.FromHertz(3), Frequency.FromHertz(1)));
}
