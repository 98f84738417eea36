using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.Core.Time;

public sealed class InstantTests
{
    [Fact]
    public void Default_is_not_set_and_not_now()
    {
        Assert.False(default(Instant).IsSet);
        Assert.Equal("unset", default(Instant).ToString());
        Assert.True(Instant.FromNanoseconds(1).IsSet);
    }

    [Fact]
    public void Going_a_span_on_and_back_ends_where_it_began() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(int Start, int Span)>(),
        pair =>
        {
            var (start, span) = (Instant.FromNanoseconds(pair.Start), Duration.FromNanoseconds(pair.Span));
            return start + span - span == start && start + span - start == span && start - span == start + -span;
        }));

    [Fact]
    public void Order_is_that_of_the_nanoseconds() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(long A, long B)>(),
        pair =>
        {
            var (a, b) = (Instant.FromNanoseconds(pair.A), Instant.FromNanoseconds(pair.B));
            return (a < b) == (pair.A < pair.B) && (a <= b) == (pair.A <= pair.B) && (a > b) == (pair.A > pair.B)
                && (a >= b) == (pair.A >= pair.B) && a.CompareTo(b) == pair.A.CompareTo(pair.B) && (a == b) == (pair.A == pair.B);
        }));

    [Fact]
    public void Seconds_as_LSL_writes_them_are_met_to_the_nanosecond_that_a_double_holds()
    {
        Assert.Equal(12_000_345_678, Instant.FromSeconds(12.000345678).TotalNanoseconds);
        Assert.Equal(12.000345678, Instant.FromNanoseconds(12_000_345_678).TotalSeconds, 1e-12);
        Assert.Equal("12.000345678 s", Instant.FromNanoseconds(12_000_345_678).ToString());
        Assert.Throws<OverflowException>(() => Instant.FromSeconds(double.NaN));
    }

    [Fact]
    public void Time_never_wraps_around() =>
        Assert.Throws<OverflowException>(() => Instant.FromNanoseconds(long.MaxValue) + Duration.FromNanoseconds(1));

    [Fact]
    public void Two_instants_cannot_be_added() =>
        Assert.DoesNotContain(typeof(Instant).GetMethods(), method => method.Name == "op_Addition"
            && method.GetParameters().All(parameter => parameter.ParameterType == typeof(Instant)));
}
