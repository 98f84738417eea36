using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.Tests.Hardware;

/// <summary>The fit of a box's clock and wire, against boxes whose truth is known.</summary>
public sealed class TimerBoxClockTests
{
    private static readonly Duration UartByte = Duration.FromNanoseconds(86_805);

    [Fact]
    public void The_wire_of_a_uart_is_found_from_two_answers_of_different_length()
    {
        var wire = TimerBoxWire.Fit(Trip(2, 13), Trip(2, 24), 2, 13, 24, UartByte);

        Assert.InRange(wire.ByteTime.TotalNanoseconds, 86_700, 86_900);
        Assert.InRange(wire.Latency.TotalMicroseconds, 148, 152);

        static Duration Trip(int asked, int answered) => (UartByte * (asked + answered)) + Duration.FromMicroseconds(300);
    }

    [Fact]
    public void Over_usb_no_byte_takes_time()
    {
        var trip = Duration.FromMicroseconds(400);

        var wire = TimerBoxWire.Fit(trip, trip, 2, 13, 24, UartByte);

        Assert.Equal((Duration.Zero, Duration.FromMicroseconds(200)), (wire.ByteTime, wire.Latency));
    }

    [Fact]
    public void The_truth_lies_within_the_bound_whatever_the_round_trips_were()
    {
        var random = new Random(1);
        for (var box = 0; box < 50; box++)
        {
            var clock = new TimerBoxClock();
            var drift = (random.NextDouble() - 0.5) * 200e-6;
            var at = Instant.FromSeconds(1000);
            for (var ping = 0; ping < 100; ping++)
            {
                at += Duration.FromMilliseconds(500);
                var there = Duration.FromMicroseconds(random.Next(50, 2000));
                var back = Duration.FromMicroseconds(random.Next(50, 2000));
                clock.Add(at, at + there + back, Device(at + there, drift), default, 2, 12);

                var asked = at + Duration.FromMilliseconds(random.Next(0, 400));
                var told = clock.ToHost(Device(asked, drift), out var bound);

                Assert.True((told - asked).Magnitude <= bound, $"box {box}, ping {ping}: off by {told - asked}, bound {bound}");
            }
        }
    }

    [Fact]
    public void A_steady_line_gives_a_bound_of_half_its_round_trip()
    {
        var clock = new TimerBoxClock();
        var at = Instant.FromSeconds(1000);
        for (var ping = 0; ping < 60; ping++)
        {
            at += Duration.FromMilliseconds(500);
            clock.Add(at, at + Duration.FromMicroseconds(200), Device(at + Duration.FromMicroseconds(100), 30e-6), default, 2, 12);
        }

        var told = clock.ToHost(Device(at, 30e-6), out var bound);

        Assert.InRange((told - at).TotalMicroseconds, -3, 3);
        Assert.InRange(bound.TotalMicroseconds, 100, 110);
    }

    private static long Device(Instant at, double drift) =>
        (long)Math.Floor((at - Instant.FromSeconds(900)).TotalNanoseconds * (1 + drift) / 1000);
}
