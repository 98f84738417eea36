using ClosedLoop.App;
using ClosedLoop.Control;
using ClosedLoop.Core;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Loop;

/// <summary>
/// The CBI experiment that ships with the program, on 40 virtual subjects and a virtual clock; the subject's truth judges.
/// </summary>
public sealed class VirtualCbiTests(VirtualCohortFixture cohort, ITestOutputHelper output) : IClassFixture<VirtualCohortFixture>
{
    private const int EarlyTrial = 12;

    private IReadOnlyList<VirtualSessionResult> Sessions => cohort.Sessions;

    [Fact]
    public void Of_40_intervals_at_least_34_hold_the_truth()
    {
        var held = Sessions.Count(session => session.HoldsTruth);
        output.WriteLine($"{held} of {Sessions.Count} intervals hold the hidden ratio.");

        Assert.InRange(held, 34, Sessions.Count);
    }

    [Fact]
    public void The_interval_narrows_with_trials()
    {
        var narrowed = Sessions.Count(session => LogWidth(session.Trials[^1]) < LogWidth(session.Trials[EarlyTrial - 1]));
        output.WriteLine($"{narrowed} of {Sessions.Count} intervals narrowed from trial {EarlyTrial} to the last.");

        Assert.InRange(narrowed, 36, Sessions.Count);
    }

    [Fact]
    public void Estimates_follow_the_truth_from_subject_to_subject()
    {
        var truths = Sessions.Select(session => Math.Log(session.TrueRatio)).ToArray();
        var estimates = Sessions.Select(session => Math.Log(session.Cbi.Ratio)).ToArray();
        var correlation = Correlation(truths, estimates);
        output.WriteLine($"Correlation of estimated with hidden ln ratio over {truths.Length} subjects: {correlation:0.00}.");

        Assert.InRange(correlation, 0.5, 1);
    }

    [Fact]
    public void Every_session_gives_all_its_trials_in_balance()
    {
        var protocol = cohort.Experiment.Protocol!;
        Assert.All(Sessions, session =>
        {
            Assert.Equal(SessionState.Ended, session.State);
            Assert.Equal(protocol.Trials, session.Trials.Count);
            Assert.Equal(protocol.Trials / 2, session.Trials.Count(trial => trial.Condition.IsConditioned));
        });
    }

    [Fact]
    public void At_least_nine_trials_of_ten_are_valid()
    {
        Assert.All(Sessions, session =>
        {
            var valid = session.Trials.Count(trial => trial.IsValid);
            Assert.InRange(valid, 0.9 * session.Trials.Count, session.Trials.Count);
            Assert.Equal(valid, session.Cbi.Trials);
        });
    }

    [Fact]
    public void No_trial_comes_before_its_interval_is_over()
    {
        var shortest = cohort.Experiment.Protocol!.ShortestInterval;
        Assert.All(Sessions, session =>
        {
            foreach (var (earlier, later) in session.Trials.Zip(session.Trials.Skip(1)))
            {
                Assert.True(later.Asked - (earlier.Asked + earlier.Condition.Train.LastOnset) >= shortest);
            }
        });
    }

    [Fact]
    public void Every_pulse_is_admitted_leaves_on_time_and_is_felt()
    {
        Assert.All(Sessions, session =>
        {
            Assert.Equal(0, session.Counts.SkippedLate + session.Counts.FiredLate + session.Counts.Refused);
            Assert.Equal(session.Counts.Admitted, session.Trials.Count);
            Assert.Equal(session.Counts.PulsesFired, session.Trials.Sum(trial => trial.Condition.Train.PulseCount));
            Assert.Equal(session.Trials.Select(trial => trial.Fired), session.Responses.Select(response => response.Time));
        });
    }

    [Fact]
    public void The_conditioning_pulse_comes_5_ms_before_the_test_pulse_and_only_where_it_should()
    {
        var isi = Duration.FromMilliseconds(5);
        Assert.All(Sessions, session => Assert.All(
            session.Trials.Zip(session.Responses),
            pair => Assert.Equal(pair.First.Condition.IsConditioned ? isi : null, pair.Second.Interval)));
    }

    [Fact]
    public void Pulses_fall_near_the_trough_of_the_true_mu()
    {
        var phases = Sessions.SelectMany(session => session.Trials.Zip(session.Responses))
            .Where(pair => !pair.First.Condition.IsConditioned)
            .Select(pair => pair.Second.MuPhase.TotalRadians).ToList();
        var (cos, sin) = (phases.Average(Math.Cos), phases.Average(Math.Sin));
        var resultant = Math.Sqrt((cos * cos) + (sin * sin));
        var degrees = Math.Atan2(sin, cos) * 180 / Math.PI;
        output.WriteLine($"True mu phase at {phases.Count} single pulses: mean {degrees:0}°, resultant {resultant:0.00}.");

        Assert.InRange(resultant, 0.5, 1);
        Assert.InRange(Math.Abs(degrees), 150, 180);
    }

    [Fact]
    public void The_same_seed_gives_the_same_session_and_another_seed_another()
    {
        var again = VirtualCohort.One(cohort.Experiment, VirtualCohortFixture.FirstSeed);

        Assert.Equal(Sessions[0].StageHashes, again.StageHashes);
        // The verdicts alone may agree: where all is admitted, they say so of the same requests.
        var stages = Sessions[0].StageHashes.Where(stage => stage.Key != "verdicts");
        Assert.All(stages, stage => Assert.NotEqual(stage.Value, Sessions[1].StageHashes[stage.Key]));
    }

    private static double Correlation(double[] one, double[] other) =>
        Covariance(one, other) / Math.Sqrt(Covariance(one, one) * Covariance(other, other));

    private static double Covariance(double[] one, double[] other)
    {
        var (oneMean, otherMean) = (one.Average(), other.Average());
        return one.Zip(other, (x, y) => (x - oneMean) * (y - otherMean)).Average();
    }

    private static double LogWidth(Trial trial) => Math.Log(trial.CbiHigh / trial.CbiLow);
}
