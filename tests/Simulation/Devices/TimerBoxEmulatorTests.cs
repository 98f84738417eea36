using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class TimerBoxEmulatorTests
{
    private readonly TimerBoxEmulator _box = new("box", new TimerBoxSettings { DriftPpm = 0 });
    private readonly Bench _bench;
    private readonly RecordedLine _first = new();
    private readonly RecordedLine _second = new();

    public TimerBoxEmulatorTests()
    {
        _bench = new Bench(_box);
        _box.Connect(1, _first);
        _box.Connect(2, _second);
    }

    [Fact]
    public void It_tells_its_name_and_its_time()
    {
        Assert.Equal("V closedloop-timerbox 1\n", _bench.Say("V\n"));
        Assert.Equal("P 1000000\n", _bench.Say("P\n"));
        _bench.Wait(1.5);
        Assert.Equal("P 1001500\n", _bench.Say("P\n"));
    }

    [Fact]
    public void A_pair_in_one_line_gives_two_edges_at_their_exact_times()
    {
        var start = _bench.Now;
        Assert.Equal("A 1000000\n", _bench.Say("F 20000 1000 1 25000 1000 2\n"));
        _bench.Wait(20);
        Assert.Equal("R 1020000 1\n", _bench.Heard());
        _bench.Wait(30);
        Assert.Equal("R 1025000 2\n", _bench.Heard());
        Assert.Equal([(true, start + Milliseconds(20)), (false, start + Milliseconds(21))], _first.Edges);
        Assert.Equal([(true, start + Milliseconds(25)), (false, start + Milliseconds(26))], _second.Edges);
        Assert.Equal(2, _box.EdgeCount);
    }

    [Fact]
    public void Delays_may_be_counted_from_an_instant_of_the_box_s_clock()
    {
        var start = _bench.Now;
        Assert.Equal("P 1000000\n", _bench.Say("P\n"));
        _bench.Wait(3);
        Assert.Equal("A 1003000\n", _bench.Say("T 1020000 0 1000 1 5000 1000 2\n"));
        _bench.Wait(30);
        Assert.Equal("R 1020000 1\nR 1025000 2\n", _bench.Heard());
        Assert.Equal(start + Milliseconds(20), _first.Edges[0].At);
    }

    [Theory]
    [InlineData("T 999999 0 1000 1\n", "E late\n")]
    [InlineData("T 3000001 0 1000 1\n", "E far\n")]
    [InlineData("T 1020000\n", "E form\n")]
    [InlineData("T 1020000 0 1000\n", "E form\n")]
    [InlineData("T x 0 1000 1\n", "E form\n")]
    [InlineData("T 9999999999999999 0 1000 1\n", "E form\n")]
    public void An_instant_that_cannot_be_met_raises_no_line(string line, string answer)
    {
        Assert.Equal(answer, _bench.Say(line));
        _bench.Wait(3000);
        Assert.Empty(_first.Edges);
    }

    [Fact]
    public void One_mask_may_raise_several_lines()
    {
        _ = _bench.Say("F 0 500 3\n");
        _ = Assert.Single(_first.Edges);
        Assert.Equal(_first.Edges, _second.Edges);
    }

    [Fact]
    public void While_armed_it_is_busy_until_the_last_line_has_fallen()
    {
        _ = _bench.Say("F 1000 1000 1\n");
        Assert.Equal("E busy\n", _bench.Say("F 9000 1000 1\n"));
        _bench.Wait(1.5);
        Assert.Equal("R 1001000 1\nE busy\n", _bench.Say("F 9000 1000 1\n"));
        _bench.Wait(0.5);
        Assert.StartsWith("A ", _bench.Say("F 9000 1000 1\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_edge_does_not_come()
    {
        _ = _bench.Say("F 1000 1000 1\n");
        Assert.Equal("X\n", _bench.Say("X\n"));
        _bench.Wait(3000);
        Assert.Equal("", _bench.Heard());
        Assert.Empty(_first.Edges);
    }

    [Fact]
    public void Cancelling_lets_a_raised_line_fall_at_once()
    {
        _ = _bench.Say("F 0 100000 1 50000 10 2\n");
        _bench.Wait(10);
        _ = _bench.Say("X\n");
        Assert.Equal((false, _bench.Now), _first.Edges[^1]);
        _bench.Wait(100);
        Assert.Empty(_second.Edges);
    }

    [Theory]
    [InlineData("F 2000000 1000 1\n", "A 1000000\n")]
    [InlineData("F 2000001 1000 1\n", "E far\n")]
    [InlineData("F 1000 1000 1 2000001 1000 2\n", "E far\n")]
    public void Two_seconds_is_as_far_as_it_plans(string line, string reply) => Assert.Equal(reply, _bench.Say(line));

    [Theory]
    [InlineData("F\n")]
    [InlineData("F 1000\n")]
    [InlineData("F 1000 1000\n")]
    [InlineData("F 1000 1000 1 \n")]
    [InlineData("F  1000 1000 1\n")]
    [InlineData("F 1000 1000 1 2000 1000\n")]
    [InlineData("F -1 1000 1\n")]
    [InlineData("F 1e3 1000 1\n")]
    [InlineData("F 1000 0 1\n")]
    [InlineData("F 1000 100001 1\n")]
    [InlineData("F 1000 1000 0\n")]
    [InlineData("F 1000 1000 256\n")]
    [InlineData("F 5000 100 1 1000 100 2\n")]
    [InlineData("F 1000 1000 1 1500 1000 1\n")]
    [InlineData("F 1 1 1 10 1 2 20 1 4 30 1 8 40 1 16\n")]
    [InlineData("F 12345678901 1 1\n")]
    [InlineData("f 1000 1000 1\n")]
    [InlineData("fire\n")]
    public void What_is_not_exactly_right_is_refused_and_arms_nothing(string line)
    {
        Assert.Equal("E form\n", _bench.Say(line));
        _bench.Wait(3000);
        Assert.Equal(0, _box.EdgeCount);
    }

    [Fact]
    public void A_line_that_is_too_long_is_one_malformed_line()
    {
        Assert.Equal("E form\n", _bench.Say("F 1000 1000 1" + new string(' ', 200) + "\n"));
        Assert.Equal("P 1000000\n", _bench.Say("P\n"));
    }

    [Fact]
    public void An_empty_line_is_nothing() => Assert.Equal("", _bench.Say("\n\r\n"));

    [Fact]
    public void Its_clock_drifts_as_asked_and_delays_are_in_its_own_time()
    {
        var fast = new TimerBoxEmulator("box", new TimerBoxSettings { DriftPpm = 100, InitialMicroseconds = 5 });
        fast.Connect(1, _first);
        var bench = new Bench(fast);
        var start = bench.Now;
        Assert.Equal("A 5\n", bench.Say("F 1000000 10 1\n"));
        bench.Wait(1000);
        Assert.Equal("R 1000005 1\nP 1000105\n", bench.Say("P\n"));
        Assert.Equal(999_900.01, (_first.Edges[0].At - start).TotalMicroseconds, 0.1);
    }

    [Fact]
    public void Its_lines_fire_the_stimulators_that_hang_on_them()
    {
        var stimulator = new Magstim200Emulator("cs");
        var felt = new RecordedPulses();
        stimulator.AddListener(felt);
        _box.Connect(1, stimulator);
        Arm(stimulator, _bench.Now);
        _bench.Wait(1000);
        var asked = _bench.Now;
        _ = _bench.Say("F 100 1000 1\n");
        _bench.Wait(1);
        Assert.Equal(asked + Duration.FromMicroseconds(100), Assert.Single(felt.Pulses).Time);
    }

    [Fact]
    public void A_minute_of_noise_raises_no_line()
    {
        var random = new SeededRandom(3);
        var noise = new byte[64];
        for (var turn = 0; turn < 600; turn++)
        {
            foreach (ref var value in noise.AsSpan())
            {
                value = (byte)(random.NextBits() & 0xFF);
            }

            _box.Receive(noise, _bench.Now);
            _bench.Wait(100);
            _ = _bench.Heard();
        }

        Assert.Equal(0, _box.EdgeCount);
    }

    private static void Arm(Magstim200Emulator stimulator, Instant at)
    {
        stimulator.Receive(Hex.Bytes("51 40 6E 45 42 78"), at);
        stimulator.AdvanceTo(at);
        stimulator.Receive(Hex.Bytes("51 40 6E"), at + Milliseconds(900));
        stimulator.AdvanceTo(at + Milliseconds(900));
    }

    private static Duration Milliseconds(double value) => Duration.FromMilliseconds(value);
}
