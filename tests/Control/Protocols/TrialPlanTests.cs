using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Control;

public sealed class TrialPlanTests
{
    private static readonly Condition[] Two =
    [
        new("ts", PulseTrain.Create([new Pulse(0, Duration.Zero, PercentMso.FromPercent(50))]), false, 0),
        new("cs_ts", PulseTrain.Create(
            [new Pulse(1, Duration.Zero, PercentMso.FromPercent(60)),
             new Pulse(0, Duration.FromMilliseconds(5), PercentMso.FromPercent(50))]), true, 1),
    ];

    private static TrialPlan Plan(int trials, long seed) =>
        TrialPlan.Draw(Two, trials, 4, Duration.FromSeconds(5), 0.2, Duration.FromSeconds(4), seed);

    [Fact]
    public void Each_block_of_four_holds_each_condition_twice() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed =>
        {
            var plan = Plan(40, seed);
            return Enumerable.Range(0, 10).All(block =>
                Enumerable.Range(block * 4, 4).Count(trial => plan.ConditionOf(trial) == 1) == 2);
        }));

    [Fact]
    public void Intervals_keep_to_the_jitter_and_never_fall_below_the_shortest() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed =>
        {
            var plan = Plan(40, seed);
            return Enumerable.Range(0, 40).All(trial =>
                plan.IntervalBefore(trial) >= Duration.FromSeconds(4) && plan.IntervalBefore(trial) <= Duration.FromSeconds(6));
        }));

    [Fact]
    public void The_same_seed_draws_the_same_plan_and_another_draws_another()
    {
        static string Order(TrialPlan plan) => string.Concat(Enumerable.Range(0, 40).Select(plan.ConditionOf));

        Assert.Equal(Order(Plan(40, 42)), Order(Plan(40, 42)));
        Assert.NotEqual(Order(Plan(40, 42)), Order(Plan(40, 43)));
    }

    [Fact]
    public void A_block_that_cannot_be_balanced_is_refused() => Assert.Throws<ArgumentException>(
        () => TrialPlan.Draw(Two, 40, 3, Duration.FromSeconds(5), 0, Duration.FromSeconds(4), 1));

    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        // Reference values of SplitMix64 for seed 1234567 (Vigna, prng.di.unimi.it, as quoted in many test suites).
        var random = new SeededRandom(1234567);

        Assert.Equal(6457827717110365317UL, random.NextBits());
        Assert.Equal(3203168211198807973UL, random.NextBits());
        Assert.Equal(9817491932198370423UL, random.NextBits());
    }
}
