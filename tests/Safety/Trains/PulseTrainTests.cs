using System.Runtime.InteropServices;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

public sealed class PulseTrainTests
{
    public static TheoryData<string, Func<PulseTrain>> Impossible => new()
    {
        { "no pulse", () => PulseTrain.Create([]) },
        { "five pulses", () => PulseTrain.Create([P(0), P(1), P(2), P(3), P(4)]) },
        { "descending", () => PulseTrain.Create([P(5), P(0)]) },
        { "before the start", () => PulseTrain.Create([P(-1)]) },
        { "one output twice at once", () => PulseTrain.Create([Firing.Pulse(50), Firing.Pulse(51)]) },
        { "one output twice at once, another between", () => PulseTrain.Create([P(0), P(0, 1), P(0)]) },
        { "repeated no times", () => PulseTrain.Create([P(0)], 0) },
        { "repeated too often", () => PulseTrain.Create([P(0)], 10_001, Duration.FromSeconds(1)) },
        { "groups that overlap", () => PulseTrain.Create([P(0), P(20)], 2, Duration.FromMilliseconds(20)) },
        { "trains that overlap", () => PulseTrain.Create([P(0)], 10, Duration.FromSeconds(1), 2, Duration.FromSeconds(9)) },
        { "a period beyond a day", () => PulseTrain.Create([P(0)], 2, Duration.FromSeconds(86_401)) },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void An_impossible_train_cannot_be_made(string name, Func<PulseTrain> make) =>
        Assert.True(Record.Exception(() => make()) is ArgumentException, name);

    [Fact]
    public void Two_outputs_may_fire_at_the_same_instant() => Assert.Equal(2, PulseTrain.Create([P(0), P(0, 1)]).PulseCount);

    [Fact]
    public void The_empty_train_is_not_sound() => Assert.False(default(PulseTrain).IsSound);

    [Fact]
    public void What_was_made_is_sound() => Assert.True(Firing.ThetaBurst(10, 30, 20, 10).IsSound);

    [Fact]
    public void Bytes_that_could_not_have_been_made_are_not_sound_or_count_and_index_without_error()
    {
        var random = new Random(20_261_121);
        var sound = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var train = Firing.ThetaBurst(10, 30, 20, 10);
            var bytes = MemoryMarshal.AsBytes(new Span<PulseTrain>(ref train));
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (train.IsSound)
            {
                sound++;
                Assert.True(train[train.PulseCount - 1].Offset >= train[0].Offset);
            }
        }

        Assert.InRange(sound, 100, 19_000);
    }

    private static Pulse P(double ms, int output = 0) => Firing.Pulse(50, ms, output);
}
