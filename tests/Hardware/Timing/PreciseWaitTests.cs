using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.Tests.Hardware;

public sealed class PreciseWaitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(5000)]
    public void It_never_returns_before_its_instant(int marginMicroseconds)
    {
        for (var i = 0; i < 20; i++)
        {
            var until = MonotonicClock.Instance.Now + Duration.FromMicroseconds(700);

            var returned = PreciseWait.Until(until, Duration.FromMicroseconds(marginMicroseconds));

            Assert.True(returned >= until);
            Assert.True(MonotonicClock.Instance.Now >= until);
        }
    }

    [Fact]
    public void An_instant_that_has_passed_is_no_wait() =>
        Assert.True(PreciseWait.Until(Instant.FromNanoseconds(1), PreciseWait.DefaultMargin).IsSet);

    [Fact]
    public void What_the_system_granted_is_reported_in_words()
    {
        var grants = new RealtimeGrants(Grant.Refused, Grant.Granted, Grant.NotAsked);

        Assert.StartsWith(
            "real-time priority refused, timer slack granted, memory lock not asked for; allow", grants.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Timer_slack_needs_no_right()
    {
        var grants = default(RealtimeGrants);
        var thread = new Thread(() => grants = new RealtimeSettings(0, Duration.FromNanoseconds(1), LockMemory: false).Apply());
        thread.Start();
        thread.Join();

        Assert.Equal(new RealtimeGrants(Grant.NotAsked, Grant.Granted, Grant.NotAsked), grants);
    }

    [Fact]
    public void A_host_that_did_not_sleep_is_not_taken_for_one_that_did()
    {
        var sleep = new HostSleep();
        for (var i = 0; i < 10_000; i++)
        {
            Assert.False(sleep.HasSlept());
        }
    }

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(1.001, true)]
    [InlineData(-1.001, true)]
    public void More_than_a_millisecond_between_the_clocks_is_sleep(double milliseconds, bool hasSlept)
    {
        var difference = Duration.FromSeconds(100);
        var sleep = new HostSleep(() => difference);

        difference += Duration.FromMilliseconds(milliseconds);

        Assert.Equal(hasSlept, sleep.HasSlept());
    }
}
