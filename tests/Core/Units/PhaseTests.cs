using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.Core.Units;

public sealed class PhaseTests
{
    [Fact]
    public void Every_angle_is_wrapped_into_one_turn_and_stays_the_same_angle() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat>(),
        angle =>
        {
            var radians = Math.IEEERemainder(angle.Get, 1e6);
            var wrapped = Phase.FromRadians(radians).TotalRadians;
            return wrapped > -Math.PI && wrapped <= Math.PI
                && Math.Abs(Math.Sin(wrapped) - Math.Sin(radians)) < 1e-9 && Math.Abs(Math.Cos(wrapped) - Math.Cos(radians)) < 1e-9;
        }));

    [Fact]
    public void Wrapping_twice_is_wrapping_once() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat>(),
        angle =>
        {
            var once = Phase.Wrap(Math.IEEERemainder(angle.Get, 1e6));
            return Phase.Wrap(once).Equals(once);
        }));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(180, 180)]
    [InlineData(-180, 180)]
    [InlineData(540, 180)]
    [InlineData(270, -90)]
    [InlineData(-270, 90)]
    [InlineData(360, 0)]
    [InlineData(-359, 1)]
    public void Degrees_of_any_branch_are_the_angle_between_minus_180_and_180(double given, double expected) =>
        Assert.Equal(expected, Phase.FromDegrees(given).TotalDegrees, 1e-9);

    [Fact]
    public void The_ends_of_the_interval_are_the_trough()
    {
        Assert.Equal(Math.PI, Phase.Wrap(Math.PI));
        Assert.Equal(Math.PI, Phase.Wrap(-Math.PI));
        Assert.Equal(Phase.Trough, Phase.FromRadians(-Math.PI));
        Assert.True(Phase.Wrap(Math.BitIncrement(Math.PI)) is > -Math.PI and <= Math.PI);
        Assert.True(Phase.Wrap(Math.BitDecrement(-Math.PI)) is > -Math.PI and <= Math.PI);
    }

    [Fact]
    public void A_distance_is_signed_and_takes_the_short_way_round()
    {
        var (before, after) = (Phase.FromDegrees(170), Phase.FromDegrees(-170));
        Assert.Equal(20 * Math.PI / 180, after.RadiansFrom(before), 1e-12);
        Assert.Equal(-20 * Math.PI / 180, before.RadiansFrom(after), 1e-12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_phase_that_is_not_finite_is_refused(double radians) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Phase.FromRadians(radians));

    [Fact]
    public void Default_is_the_peak_and_phases_have_no_order()
    {
        Assert.Equal(0, default(Phase).TotalRadians);
        Assert.DoesNotContain(typeof(IComparable<Phase>), typeof(Phase).GetInterfaces());
        Assert.Null(typeof(Phase).GetMethod("op_LessThan"));
    }
}
