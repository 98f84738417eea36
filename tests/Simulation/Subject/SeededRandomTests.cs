using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class SeededRandomTests
{
    // First outputs of the authors' C code (splitmix64.c seeds xoshiro256starstar.c) for seed 0.
    [Fact]
    public void It_is_xoshiro256_seeded_by_split_mix()
    {
        var random = new SeededRandom(0);
        Assert.Equal([0x99EC5F36CB75F2B4UL, 0xBF6E1F784956452AUL, 0x1A5F849D4933E6E0UL], [random.NextBits(), random.NextBits(), random.NextBits()]);
    }

    [Fact]
    public void Its_normal_numbers_have_the_moments_and_tails_of_the_normal_distribution()
    {
        const int Draws = 1_000_000;
        var random = new SeededRandom(11);
        double mean = 0, square = 0, fourth = 0;
        int beyondTwo = 0, beyondBase = 0;
        for (var i = 0; i < Draws; i++)
        {
            var x = random.NextNormal();
            mean += x / Draws;
            square += x * x / Draws;
            fourth += x * x * x * x / Draws;
            beyondTwo += Math.Abs(x) > 2 ? 1 : 0;
            beyondBase += Math.Abs(x) > 3.442619855899 ? 1 : 0;
        }

        // Four standard errors: 1/√n, √(2/n), √(96/n), √(np).
        Assert.Equal(0, mean, 0.004);
        Assert.Equal(1, square, 0.0057);
        Assert.Equal(3, fourth, 0.04);
        Assert.Equal(45_500, beyondTwo, 900.0);
        Assert.Equal(576, beyondBase, 100.0);
    }

    [Fact]
    public void Whole_numbers_reach_both_ends_and_no_further()
    {
        var random = new SeededRandom(5);
        var drawn = Enumerable.Range(0, 1000).Select(_ => random.NextInteger(-2, 2)).Distinct().Order();
        Assert.Equal([-2, -1, 0, 1, 2], drawn);
    }

    [Fact]
    public void Parts_of_one_seed_are_different_sequences() =>
        Assert.NotEqual(SeededRandom.ForPart(1, 1).NextBits(), SeededRandom.ForPart(1, 2).NextBits());
}
