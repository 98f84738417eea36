using ClosedLoop.Core;
using ClosedLoop.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class CbiEstimatorTests
{
    private static Instant Second(double seconds) => Instant.FromSeconds(100 + seconds);

    [Fact]
    public void Before_both_conditions_were_seen_there_is_no_estimate()
    {
        var cbi = new CbiEstimator();
        cbi.Add(false, 1.0, Second(0));
        cbi.Add(false, 1.1, Second(5));

        Assert.False(cbi.HasEstimate);
        Assert.True(double.IsNaN(cbi.Ratio) && double.IsNaN(cbi.Low) && double.IsNaN(cbi.High) && double.IsNaN(cbi.ProbabilityInhibited));
        Assert.Equal(CbiState.Uncertain, cbi.State);
    }

    // Worked by hand: δ ~ N(ln 0.65, 0.25), μ ~ N(0, 1) after the first trial, R = 0.36, 5 s: P₁₁ = 1.004, P₂₂ = 0.2501.
    [Fact]
    public void The_second_trial_is_the_update_of_the_equations()
    {
        var cbi = new CbiEstimator();
        cbi.Add(false, 1.0, Second(0));
        cbi.Add(true, 0.5, Second(5));

        var innovation = Math.Log(0.5) - Math.Log(0.65);
        Assert.Equal(Math.Log(0.65) + (0.2501 / (1.004 + 0.2501 + 0.36) * innovation), cbi.LogRatio, 12);
        var variance = 0.2501 - (0.2501 * 0.2501 / (1.004 + 0.2501 + 0.36));
        Assert.Equal(Math.Sqrt(variance) * 2.3646 / 1.95996, cbi.LogWidth, 1e-3); // t(0.975, 7) = 2.3646
    }

    [Fact]
    public void Starting_with_a_conditioned_trial_is_starting_with_what_it_implies()
    {
        var cbi = new CbiEstimator();
        cbi.Add(true, 0.65, Second(0));
        Assert.Equal(1.0, cbi.ExcitabilityMillivolts, 12);

        // An unconditioned trial now tells of μ + noise against μ's own 1 + 0.25, 0.25 of it in common with −δ.
        cbi.Add(false, Math.E, Second(0));
        Assert.Equal(Math.Log(0.65) - (0.25 / (1.25 + 0.36)), cbi.LogRatio, 12);
    }

    [Theory]
    [InlineData(0.4, CbiState.Present)]
    [InlineData(1.0, CbiState.Absent)]
    public void Steady_amplitudes_decide_the_state_and_enough_trials_settle_it(double ratio, CbiState state)
    {
        var cbi = new CbiEstimator();
        for (var trial = 0; trial < 200; trial++)
        {
            cbi.Add(trial % 2 == 1, trial % 2 == 1 ? ratio : 1.0, Second(5 * trial));
            Assert.False(cbi.IsEnough && trial < 19);
        }

        Assert.Equal(state, cbi.State);
        Assert.True(cbi.IsEnough);
        Assert.Equal(200, cbi.Trials);
        Assert.InRange(ratio, cbi.Low, cbi.High);
    }

    [Fact]
    public void The_ratio_does_not_depend_on_the_gain_of_the_amplifier() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(1, 400).ToArbitrary(), (seed, tenths) =>
        {
            var (one, scaled) = (new CbiEstimator(), new CbiEstimator());
            foreach (var (conditioned, millivolts, at) in CbiSession.Plain(new(seed), 0.6, true, true).Trials)
            {
                one.Add(conditioned, Math.Max(0.1, millivolts), at);
                scaled.Add(conditioned, Math.Max(0.1, millivolts) * tenths / 10, at);
            }

            return Math.Abs(one.Ratio - scaled.Ratio) < 1e-9 && Math.Abs(one.Low - scaled.Low) < 1e-9
                && Math.Abs(one.High - scaled.High) < 1e-9 && one.State == scaled.State;
        }));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void An_amplitude_that_is_no_number_is_refused_and_changes_nothing(double millivolts)
    {
        var cbi = CbiSession.Plain(new(3), 0.6, true, true).Estimate();
        var before = (cbi.Ratio, cbi.Low, cbi.High, cbi.ProbabilityInhibited, cbi.State, cbi.Trials, cbi.At);

        cbi.Add(true, millivolts, Second(1000));

        Assert.Equal(before, (cbi.Ratio, cbi.Low, cbi.High, cbi.ProbabilityInhibited, cbi.State, cbi.Trials, cbi.At));
        Assert.Equal(1, cbi.RefusedTrials);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.0049)]
    public void An_amplitude_below_the_floor_counts_as_the_floor(double millivolts)
    {
        var (low, floor) = (CbiSession.Plain(new(4), 0.6, true, true).Estimate(), CbiSession.Plain(new(4), 0.6, true, true).Estimate());

        low.Add(true, millivolts, Second(200));
        floor.Add(true, 0.005, Second(200));

        Assert.Equal(floor.Ratio, low.Ratio);
        Assert.Equal(floor.High, low.High);
    }

    [Fact]
    public void One_wild_trial_has_bounded_influence() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(1, 100_000).ToArbitrary(),
        Gen.Choose(-300, 300).ToArbitrary(),
        ArbMap.Default.ArbFor<bool>(),
        (seed, exponent, conditioned) =>
        {
            var session = CbiSession.Plain(new(seed), 0.6, true, true);
            var (calm, wild) = (session.Estimate(), session.Estimate());
            wild.Add(conditioned, Math.Pow(10, exponent), session.Trials[^1].At + Duration.FromSeconds(5));

            // 2.5 √S/R × P₂₂ with S near R = 0.36 and P₂₂ near 0.03 is 0.13; the noise can grow by 2.5²/2 R of 22.
            return Math.Abs(wild.LogRatio - calm.LogRatio) < 0.2 && wild.TrialSd < 1.15 * calm.TrialSd;
        }));

    [Fact]
    public void Whatever_comes_in_the_estimate_stays_a_distribution() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<double[]>(),
        ArbMap.Default.ArbFor<bool[]>(),
        (amplitudes, conditions) =>
        {
            var cbi = new CbiEstimator();
            var (conditioned, unconditioned) = (0, 0);
            for (var i = 0; i < Math.Min(amplitudes.Length, conditions.Length); i++)
            {
                cbi.Add(conditions[i], amplitudes[i], Second(i % 3 == 0 ? -i : i));
                conditioned += conditions[i] && double.IsFinite(amplitudes[i]) ? 1 : 0;
                unconditioned += !conditions[i] && double.IsFinite(amplitudes[i]) ? 1 : 0;
            }

            var sane = cbi.Low > 0 && cbi.Low <= cbi.Ratio && cbi.Ratio <= cbi.High && double.IsFinite(cbi.High)
                && cbi.ProbabilityInhibited is >= 0 and <= 1;
            return (cbi.ConditionedTrials, cbi.UnconditionedTrials) == (conditioned, unconditioned) && sane == cbi.HasEstimate;
        }));

    [Fact]
    public void Adding_a_trial_allocates_nothing()
    {
        var cbi = new CbiEstimator();
        var before = 0L;
        for (var trial = 0; trial < 1000; trial++)
        {
            before = trial == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            cbi.Add(trial % 2 == 0, 0.5 + (trial % 7), Second(trial));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // A replay must give the live run's beliefs bit for bit, on whatever CPU; these are those of the first that ran it.
    [Fact]
    public void Its_bits_are_these_on_every_machine()
    {
        var cbi = new CbiEstimator();
        double[] millivolts = [1.02, 0.61, 0.58, 1.31, 0.47, 0.94, 2.7, 0.33, 0.002, 0.88, 1.15, 0.71];
        for (var trial = 0; trial < millivolts.Length; trial++)
        {
            cbi.Add(trial is 1 or 2 or 4 or 7 or 8 or 11, millivolts[trial], Second(5.1 * trial));
        }

        double[] values = [cbi.Ratio, cbi.Low, cbi.High, cbi.ProbabilityInhibited];
        Assert.Equal(
            "3FD67BF3C2EE28A2 3FC9C035C92955F0 3FE3A1C7367B81A2 3FEFFF092AE2FE8E",
            string.Join(' ', values.Select(value => $"{BitConverter.DoubleToInt64Bits(value):X16}")));
    }

    [Fact]
    public void Reset_is_new()
    {
        var session = CbiSession.Plain(new(5), 0.6, true, true);
        var (fresh, used) = (session.Estimate(), CbiSession.Plain(new(6), 0.9, true, true).Estimate());
        used.Reset();
        Assert.False(used.HasEstimate);

        foreach (var (conditioned, millivolts, at) in session.Trials)
        {
            used.Add(conditioned, millivolts, at);
        }

        Assert.Equal((fresh.Ratio, fresh.Low, fresh.High, fresh.TrialSd), (used.Ratio, used.Low, used.High, used.TrialSd));
    }

    [Fact]
    public void Settings_that_are_no_distribution_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CbiEstimator(new(PriorRatio: 0)));
        Assert.Throws<ArgumentException>(() => new CbiEstimator(new(NoiseShape: 1)));
        Assert.Throws<ArgumentException>(() => new CbiEstimator(new(RatioDriftPerSecond: double.NaN)));
        Assert.Throws<ArgumentException>(() => new CbiEstimator(new(FloorMillivolts: -1)));
        Assert.Throws<ArgumentException>(() => new CbiEstimator(new(LeastTrials: 0)));
    }
}
