using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

public sealed class ClockOffsetEstimatorTests
{
    [Fact]
    public void A_remote_clock_100_s_ahead_has_the_offset_100_s_and_the_correction_minus_100_s()
    {
        var estimator = new ClockOffsetEstimator();
        Wave(estimator, Instant.FromSeconds(10), Duration.FromSeconds(100), _ => (Ms(0.5), Ms(0.5)));

        Assert.True(estimator.EndWave());
        Assert.Equal(Duration.FromSeconds(100), estimator.Current.Offset);
        Assert.Equal(Duration.FromSeconds(-100), estimator.Current.Correction);
        Assert.Equal(Ms(0.5), estimator.Current.ErrorBound);
    }

    [Fact]
    public void The_probe_with_the_shortest_way_decides()
    {
        var estimator = new ClockOffsetEstimator();
        Wave(estimator, Instant.FromSeconds(10), Duration.Zero, i => i == 3 ? (Ms(0.1), Ms(0.1)) : (Ms(9), Ms(0.1)));
        estimator.EndWave();

        Assert.Equal(Duration.Zero, estimator.Current.Offset);
    }

    [Fact]
    public void A_wave_with_too_few_answers_changes_nothing()
    {
        var estimator = new ClockOffsetEstimator();
        Wave(estimator, Instant.FromSeconds(10), Duration.Zero, i => i < 5 ? (Ms(1), Ms(1)) : (Ms(100), Ms(100)));

        Assert.False(estimator.EndWave());
        Assert.False(estimator.Current.IsKnown);
    }

    [Fact]
    public void A_good_estimate_outlives_a_wave_of_a_busy_network_but_not_for_ever()
    {
        var estimator = new ClockOffsetEstimator();
        Wave(estimator, Instant.FromSeconds(10), Duration.Zero, _ => (Ms(0.1), Ms(0.1)));
        Assert.True(estimator.EndWave());

        Wave(estimator, Instant.FromSeconds(12), Duration.Zero, _ => (Ms(9), Ms(1)));
        Assert.False(estimator.EndWave());
        Assert.Equal(Duration.Zero, estimator.Current.Offset);

        Wave(estimator, Instant.FromSeconds(120), Duration.Zero, _ => (Ms(9), Ms(1)));
        Assert.True(estimator.EndWave());
    }

    [Fact]
    public void An_answer_that_came_before_its_question_is_left_out()
    {
        var start = Instant.FromSeconds(10);

        Assert.False(new ClockOffsetEstimator().Add(new ClockProbe(start, start, start + Ms(2), start + Ms(1))));
    }

    [Fact]
    public void The_true_offset_is_always_within_the_bound() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 20_000_000).Two().ArrayOf(8).ToArbitrary(),
        ways =>
        {
            var estimator = new ClockOffsetEstimator();
            var truth = Duration.FromSeconds(12.345);
            Wave(estimator, Instant.FromSeconds(1000), truth, i => (Ns(ways[i].Item1), Ns(ways[i].Item2)));
            return estimator.EndWave() && (estimator.Current.Offset - truth).Magnitude <= estimator.Current.ErrorBound;
        }));

    [Fact]
    public void Two_drifting_clocks_stay_within_half_a_millisecond()
    {
        // Offset 12.345 s, drift 20 ppm, ways of 0.5 ms plus an exponential wait of 0.5 ms in the mean.
        var random = new Random(4);
        var estimator = new ClockOffsetEstimator();
        for (var wave = 0; wave < 100; wave++)
        {
            var start = Instant.FromSeconds(100 + (2 * wave));
            var truth = Duration.FromSeconds(12.345 + (20e-6 * 2 * wave));
            Wave(estimator, start, truth, _ => (Ms(0.5 + Wait()), Ms(0.5 + Wait())));
            estimator.EndWave();
            Assert.InRange((estimator.Current.Offset - truth).TotalMilliseconds, -0.5, 0.5);
        }

        double Wait() => -0.5 * Math.Log(1 - random.NextDouble());
    }

    private static void Wave(
        ClockOffsetEstimator estimator, Instant start, Duration ahead, Func<int, (Duration There, Duration Back)> ways)
    {
        for (var i = 0; i < ClockOffsetEstimator.ProbesAWave; i++)
        {
            var asked = start + Ms(64 * i);
            var (there, back) = ways(i);
            var heard = asked + there + ahead;
            var answered = heard + Ms(0.02);
            estimator.Add(new ClockProbe(asked, heard, answered, answered - ahead + back));
        }
    }

    private static Duration Ms(double milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Duration Ns(int nanoseconds) => Duration.FromNanoseconds(nanoseconds);
}
