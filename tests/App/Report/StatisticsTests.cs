using ClosedLoop.App;

namespace ClosedLoop.Tests.App;

public class StatisticsTests
{
    [Fact]
    public void A_histogram_has_round_edges_and_holds_every_value()
    {
        var histogram = Histogram.Of([-3.2, 0, 0.1, 7.9, 8], 4);

        Assert.Equal((-5, 5), (histogram.Start, histogram.Width));
        Assert.Equal([1, 2, 2], histogram.Counts);
        Assert.Equal([-2.5, 2.5, 7.5], histogram.Centres);
    }

    [Fact]
    public void Equal_values_are_in_the_middle_of_one_bin()
    {
        var histogram = Histogram.Of([5, 5, 5], 40);

        Assert.Equal([3], histogram.Counts);
        Assert.Equal([5], histogram.Centres);
    }

    [Theory]
    [InlineData(50, 2)]
    [InlineData(99, 4)]
    [InlineData(100, 4)]
    [InlineData(1, 1)]
    public void Percentiles_are_by_nearest_rank(double percent, double expected) =>
        Assert.Equal(expected, Percentile.Of([3, 1, 4, 2], percent));

    [Fact]
    public void No_values_have_no_percentile_and_no_mean_direction()
    {
        Assert.Null(Percentile.Of([], 50));
        Assert.Null(CircularSummary.Of([]));
    }

    [Fact]
    public void Directions_are_averaged_as_vectors()
    {
        var summary = CircularSummary.Of([170, -170])!;

        Assert.Equal(180, Math.Abs(summary.MeanDegrees), 9);
        Assert.Equal(Math.Cos(Math.PI / 18), summary.Resultant, 12);
    }

    [Theory]
    [InlineData(20, 0.941)]
    [InlineData(53, 0.652)]
    [InlineData(90, 0.291)]
    public void Circular_sd_is_that_of_the_published_pairs(double sd, double resultant) =>
        Assert.Equal(sd, new CircularSummary(1, 0, resultant).SdDegrees, 0.15);

    [Theory]
    [InlineData("timing_error_p99_us", "Timing error p99 (µs)")]
    [InlineData("cbi_ratio", "CBI ratio")]
    [InlineData("mep_latency_ms", "MEP latency (ms)")]
    [InlineData("gc_gen0", "GC gen0")]
    [InlineData("phase_deg", "Phase (°)")]
    [InlineData("trial", "Trial")]
    public void Keys_become_words_with_their_unit(string key, string label) => Assert.Equal(label, SessionTables.Label(key));
}
