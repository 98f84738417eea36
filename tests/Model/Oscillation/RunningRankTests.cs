using ClosedLoop.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class RunningRankTests
{
    [Fact]
    public void Rank_and_median_are_those_of_sorting_to_the_width_of_a_bin() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.ArbFor<NormalFloat[]>(), ArbMap.Default.ArbFor<PositiveInt>(), (values, size) =>
            {
                var capacity = (size.Get % 20) + 1;
                var rank = new RunningRank(capacity);
                var numbers = values.Select(v => Math.Abs(v.Get) % 1e6).ToList();
                foreach (var number in numbers)
                {
                    rank.Add(number);
                }

                var last = numbers.TakeLast(capacity).Order().ToArray();
                if (last.Length == 0)
                {
                    return double.IsNaN(rank.Median) && double.IsNaN(rank.RankOf(1));
                }

                var median = last[(last.Length - 1) / 2];
                var asked = numbers[^1];
                var below = last.Count(x => x < asked * 0.968) / (double)last.Length;
                var notAbove = last.Count(x => x <= asked * 1.033) / (double)last.Length;
                return rank.RankOf(asked) >= below - 1e-12 && rank.RankOf(asked) <= notAbove + 1e-12
                    && (median < 1e-9 || Math.Abs(rank.Median - median) <= 0.04 * median);
            }));

    [Fact]
    public void What_fell_out_of_the_window_no_longer_counts()
    {
        var rank = new RunningRank(100);
        for (var i = 0; i < 100; i++)
        {
            rank.Add(1000);
        }

        for (var i = 0; i < 100; i++)
        {
            rank.Add(1);
        }

        Assert.Equal(1, rank.RankOf(2));
        Assert.Equal(1, rank.Median, 0.04);
    }

    [Fact]
    public void Any_number_can_be_added()
    {
        var rank = new RunningRank(10);
        foreach (var value in new[] { 0, -1, double.NaN, double.PositiveInfinity, double.Epsilon, double.MaxValue })
        {
            rank.Add(value);
        }

        Assert.Equal(6, rank.Count);
        Assert.InRange(rank.RankOf(1), 0.5, 0.8);
    }
}
