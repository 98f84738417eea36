using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Model;

/// <summary>Whether the estimator's intervals are what they say, in simulated sessions.</summary>
public sealed class CbiCalibrationTests(ITestOutputHelper output)
{
    private const int Sessions = 4000;

    // The published table: 1000 sessions of true ratio 0.6, with tolerances of 0.015 in the root mean square error, coverage 0.93 to 1.
    [Theory]
    [InlineData(false, true, 0.171)]
    [InlineData(false, false, 0.162)]
    [InlineData(true, true, 0.170)]
    [InlineData(true, false, 0.206)]
    public void Error_and_coverage_are_those_of_the_reference_table(bool drifts, bool shuffled, double rms)
    {
        var random = new Random(11);
        var score = Score(() => CbiSession.Plain(random, 0.6, drifts, shuffled), Sessions);
        output.WriteLine($"drift {drifts}, shuffled {shuffled}: {score}");

        Assert.InRange(score.Rms, rms - 0.015, rms + 0.015);
        Assert.InRange(score.Coverage, 0.93, 1.0);
        Assert.InRange(score.Bias, -0.035, 0.035);
    }

    [Fact]
    public void In_whole_sessions_of_healthy_people_the_interval_holds_the_truth_in_95_of_100()
    {
        var random = new Random(12);
        var score = Score(() => CbiSession.Whole(random, 120), Sessions);
        output.WriteLine(score.ToString());

        Assert.InRange(score.Coverage, 0.935, 0.965);
        Assert.InRange(score.Bias, -0.01, 0.01);
    }

    // 400 sessions: the standard error of a coverage of 0.95 is 0.011, so that 0.925 to 0.975 is ± 2.3 of it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Four_hundred_sessions_agree_with_that_within_their_sampling_error(int seed)
    {
        var random = new Random(seed);
        var score = Score(() => CbiSession.Whole(random, 120), 400);
        output.WriteLine(score.ToString());

        Assert.InRange(score.Coverage, 0.925, 0.975);
    }

    // The noise of a trial is 0.79 in ln at 110 % and 0.39 at 130 %, while the prior expects 0.6 at all intensities.
    [Theory]
    [InlineData(110, 0.92)]
    [InlineData(130, 0.95)]
    public void At_other_intensities_it_is_a_little_too_narrow_or_too_wide(double percentOfThreshold, double least)
    {
        var random = new Random(13);
        var score = Score(() => CbiSession.Whole(random, percentOfThreshold), Sessions);
        output.WriteLine(score.ToString());

        Assert.InRange(score.Coverage, least, 0.985);
        Assert.InRange(score.Bias, -0.02, 0.02);
    }

    [Fact]
    public void It_holds_the_truth_after_a_few_trials_too()
    {
        var random = new Random(14);
        foreach (var trials in new[] { 8, 12, 20, 40, 80 })
        {
            var score = Score(() => CbiSession.Whole(random, 120, 20), 2000, trials);
            output.WriteLine($"{trials} trials: {score}");
            Assert.InRange(score.Coverage, 0.93, 0.995);
        }
    }

    [Fact]
    public void The_interval_narrows_with_trials()
    {
        var random = new Random(15);
        for (var i = 0; i < 100; i++)
        {
            var session = CbiSession.Whole(random, 120, 20);
            var (ten, twenty, forty, eighty) = (Width(10), Width(20), Width(40), Width(80));
            Assert.True(ten > twenty && twenty > forty && forty > eighty, $"session {i}: {ten}, {twenty}, {forty}, {eighty}");

            double Width(int trials) => session.Estimate(trials).LogWidth;
        }
    }

    [Fact]
    public void Inhibition_is_found_where_it_is_strong_and_seldom_where_there_is_none()
    {
        var random = new Random(16);
        var strong = Enumerable.Range(0, 1000).Count(_ => IsPresent(CbiSession.Plain(random, 0.4, true, true)));
        var none = Enumerable.Range(0, 1000).Count(_ => IsPresent(CbiSession.Plain(random, 1.0, true, true)));
        output.WriteLine($"present: {strong} of 1000 at ratio 0.4, {none} of 1000 at ratio 1");

        Assert.True(strong > 900);
        Assert.True(none < 60);

        static bool IsPresent(CbiSession session) => session.Estimate().State == ClosedLoop.Model.CbiState.Present;
    }

    private static CbiScore Score(Func<CbiSession> draw, int sessions, int trials = int.MaxValue)
    {
        var (sum, squares, held, width) = (0.0, 0.0, 0, 0.0);
        for (var i = 0; i < sessions; i++)
        {
            var session = draw();
            var cbi = session.Estimate(trials);
            var error = cbi.LogRatio - session.LogRatio;
            sum += error;
            squares += error * error;
            width += cbi.LogWidth;
            held += cbi.Low <= Math.Exp(session.LogRatio) && Math.Exp(session.LogRatio) <= cbi.High ? 1 : 0;
        }

        return new(sum / sessions, Math.Sqrt(squares / sessions), (double)held / sessions, width / sessions);
    }

    private sealed record CbiScore(double Bias, double Rms, double Coverage, double Width);
}
