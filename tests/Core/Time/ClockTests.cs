using ClosedLoop.Core;

namespace ClosedLoop.Tests.Core.Time;

public sealed class ClockTests
{
    [Fact]
    public void A_fake_clock_moves_only_when_told_to()
    {
        var clock = new FakeClock(Instant.FromSeconds(1));
        Assert.Equal(clock.Now, clock.Now);
        clock.Advance(Duration.FromMilliseconds(5));
        Assert.Equal(Instant.FromSeconds(1.005), clock.Now);
        clock.AdvanceTo(Instant.FromSeconds(2));
        Assert.Equal(Instant.FromSeconds(2), clock.Now);
    }

    [Fact]
    public void A_fake_clock_may_stand_but_never_goes_back()
    {
        var clock = new FakeClock(Instant.FromSeconds(1));
        clock.Advance(Duration.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(Duration.FromNanoseconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.AdvanceTo(Instant.FromSeconds(0.5)));
        Assert.Equal(Instant.FromSeconds(1), clock.Now);
    }

    [Fact]
    public void The_monotonic_clock_is_set_never_goes_back_and_allocates_nothing()
    {
        var last = MonotonicClock.Instance.Now;
        Assert.True(last.IsSet);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var order = true;
        for (var i = 0; i < 10_000; i++)
        {
            var now = MonotonicClock.Instance.Now;
            order &= now >= last;
            last = now;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(order);
    }
}
