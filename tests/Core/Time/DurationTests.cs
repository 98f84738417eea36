using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.Core.Time;

public sealed class DurationTests
{
    [Fact]
    public void Whole_nanoseconds_come_back_as_they_were() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<long>(),
        nanoseconds => Duration.FromNanoseconds(nanoseconds).TotalNanoseconds == nanoseconds));

    [Theory]
    [InlineData(5, 5_000_000)]
    [InlineData(0.2, 200_000)]
    [InlineData(-1.5, -1_500_000)]
    [InlineData(0.0000005, 1)]
    [InlineData(-0.0000005, -1)]
    [InlineData(0.0000004, 0)]
    public void Milliseconds_go_to_the_nearest_nanosecond_with_ties_away_from_zero(double milliseconds, long nanoseconds) =>
        Assert.Equal(nanoseconds, Duration.FromMilliseconds(milliseconds).TotalNanoseconds);

    [Fact]
    public void Units_agree_with_each_other()
    {
        var span = Duration.FromMicroseconds(1500);
        Assert.Equal(Duration.FromMilliseconds(1.5), span);
        Assert.Equal(Duration.FromSeconds(0.0015), span);
        Assert.Equal((1500, 1.5, 0.0015), (span.TotalMicroseconds, span.TotalMilliseconds, Math.Round(span.TotalSeconds, 12)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(-1e10)]
    public void What_no_span_can_hold_is_refused(double seconds) => Assert.Throws<OverflowException>(() => Duration.FromSeconds(seconds));

    [Fact]
    public void Sums_never_wrap_around()
    {
        var longest = Duration.FromNanoseconds(long.MaxValue);
        Assert.Throws<OverflowException>(() => longest + Duration.FromNanoseconds(1));
        Assert.Throws<OverflowException>(() => longest * 2);
        Assert.Throws<OverflowException>(() => -Duration.FromNanoseconds(long.MinValue));
        Assert.Throws<OverflowException>(() => Duration.FromMicroseconds(long.MaxValue));
    }

    [Fact]
    public void Order_and_arithmetic_are_those_of_the_nanoseconds() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(int A, int B)>(),
        pair =>
        {
            var (a, b) = (Duration.FromNanoseconds(pair.A), Duration.FromNanoseconds(pair.B));
            return (a < b) == (pair.A < pair.B) && (a <= b) == (pair.A <= pair.B) && (a > b) == (pair.A > pair.B)
                && (a >= b) == (pair.A >= pair.B) && a.CompareTo(b) == pair.A.CompareTo(pair.B)
                && (a + b).TotalNanoseconds == (long)pair.A + pair.B && (a - b).TotalNanoseconds == (long)pair.A - pair.B
                && (a * 3).TotalNanoseconds == 3L * pair.A && a.Magnitude.TotalNanoseconds == Math.Abs((long)pair.A);
        }));

    [Fact]
    public void A_quotient_counts_how_often_one_span_fits() =>
        Assert.Equal(2.5, Duration.FromMilliseconds(5) / Duration.FromMilliseconds(2));

    [Fact]
    public void Default_is_no_time_at_all()
    {
        Assert.Equal(Duration.Zero, default);
        Assert.Equal("5.000001 ms", Duration.FromNanoseconds(5_000_001).ToString());
    }
}
