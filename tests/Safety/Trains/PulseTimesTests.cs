using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>Counts, last times and every interval of the published patterns, in whole microseconds.</summary>
public sealed class PulseTimesTests
{
    public static TheoryData<string, long[], int, long, int, long, int, long, long[]> Patterns => new()
    {
        // name, group offsets µs, inner count, inner period µs, outer count, outer period µs, pulses, last µs, intervals µs
        { "single", [0], 1, 0, 1, 0, 1, 0, [] },
        { "pair of 5 ms", [0, 5_000], 1, 0, 1, 0, 2, 5_000, [5_000] },
        { "1 Hz", [0], 900, 1_000_000, 1, 0, 900, 899_000_000, [1_000_000] },
        { "10 Hz, 40 pulses each 30 s", [0], 40, 100_000, 75, 30_000_000, 3000, 2_223_900_000, [100_000, 26_100_000] },
        { "10 Hz, 40 pulses each 15 s", [0], 40, 100_000, 75, 15_000_000, 3000, 1_113_900_000, [100_000, 11_100_000] },
        { "5 Hz, 50 pulses each 40 s", [0], 50, 200_000, 20, 40_000_000, 1000, 769_800_000, [200_000, 30_200_000] },
        { "cTBS600", [0, 20_000, 40_000], 200, 200_000, 1, 0, 600, 39_840_000, [20_000, 160_000] },
        { "cTBS300", [0, 20_000, 40_000], 100, 200_000, 1, 0, 300, 19_840_000, [20_000, 160_000] },
        { "iTBS600", [0, 20_000, 40_000], 10, 200_000, 20, 10_000_000, 600, 191_840_000, [20_000, 160_000, 8_160_000] },
        { "imTBS600", [0, 20_000, 40_000], 25, 200_000, 8, 15_000_000, 600, 109_840_000, [20_000, 160_000, 10_160_000] },
        { "QPS5", [0, 5_000, 10_000, 15_000], 360, 5_000_000, 1, 0, 1440, 1_795_015_000, [5_000, 4_985_000] },
        { "qTBS", [0, 1_500, 3_000, 4_500], 360, 200_000, 1, 0, 1440, 71_804_500, [1_500, 195_500] },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_has_its_published_times(
        string name, long[] offsets, int inner, long innerPeriod, int outer, long outerPeriod, int count, long last, long[] intervals)
    {
        var group = offsets.Select(µs => new Pulse(0, Duration.FromMicroseconds(µs), PercentMso.FromPercent(50))).ToArray();
        var train = PulseTrain.Create(
            group, inner, Duration.FromMicroseconds(innerPeriod), outer, Duration.FromMicroseconds(outerPeriod));

        Assert.True(count == train.PulseCount, name);
        Assert.Equal(Duration.FromMicroseconds(last), train.LastOnset);
        var times = Enumerable.Range(0, count).Select(k => train[k].Offset.TotalNanoseconds).ToArray();
        var found = times.Zip(times.Skip(1), (a, b) => b - a).Distinct().Order().ToArray();
        Assert.Equal(intervals.Select(µs => µs * 1_000).Order(), found);
        Assert.Equal(ByHand(offsets, inner, innerPeriod, outer, outerPeriod), times.Select(t => t / 1_000));
    }

    [Fact]
    public void Only_the_published_burst_is_theta_burst()
    {
        Assert.True(TrainPatterns.IsThetaBurst(Firing.ThetaBurst(200, 30)));
        Assert.True(TrainPatterns.IsThetaBurst(Firing.ThetaBurst(10, 30, 20, 10)));
        Pulse[][] others =
        [
            [Firing.Pulse(30), Firing.Pulse(30, 20), Firing.Pulse(30, 40.001)],
            [Firing.Pulse(30), Firing.Pulse(30, 20), Firing.Pulse(31, 40)],
            [Firing.Pulse(30), Firing.Pulse(30, 20), Firing.Pulse(30, 40, 1)],
            [Firing.Pulse(30), Firing.Pulse(30, 20)],
        ];
        foreach (var group in others)
        {
            Assert.False(TrainPatterns.IsThetaBurst(PulseTrain.Create(group, 10, Duration.FromMilliseconds(200))));
        }
    }

    // Written as the tables write them: a sum for each index, sorted.
    private static IEnumerable<long> ByHand(long[] offsets, int inner, long innerPeriod, int outer, long outerPeriod) =>
        from o in Enumerable.Range(0, outer)
        from i in Enumerable.Range(0, inner)
        from p in offsets
        orderby (o * outerPeriod) + (i * innerPeriod) + p
        select (o * outerPeriod) + (i * innerPeriod) + p;
}
