using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

public sealed class LslTimeTests
{
    [Fact]
    public void An_instant_survives_the_way_through_seconds() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 4_190_000).Two().ToArbitrary(),
        parts =>
        {
            // Seconds up to 48 days (2 to the power of 22), and any nanosecond of them.
            var instant = Instant.FromNanoseconds((parts.Item1 * 1_000_000_000L) + 1 + (parts.Item2 * 119L));
            return LslTime.TryFromSeconds(LslTime.ToSeconds(instant), out var again) && again == instant;
        }));

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e12)]
    public void What_cannot_be_a_time_is_refused(double seconds) => Assert.False(LslTime.TryFromSeconds(seconds, out _));

    [Fact]
    public void A_wall_clock_time_is_a_time() => Assert.True(LslTime.TryFromSeconds(1_763_000_000.5, out _));
}
