using System.Globalization;
using ClosedLoop.Core;

namespace ClosedLoop.Tests.Core.Units;

public sealed class UnitTests
{
    [Fact]
    public void Each_unit_gives_back_what_it_was_made_from_and_says_its_unit()
    {
        Assert.Equal((8.5, "8.5 Hz"), (Frequency.FromHertz(8.5).TotalHertz, Frequency.FromHertz(8.5).ToString()));
        Assert.Equal((-50.25, "-50.25 µV"), (Microvolts.FromMicrovolts(-50.25).TotalMicrovolts, Microvolts.FromMicrovolts(-50.25).ToString()));
        Assert.Equal((62, "62 % MSO"), (PercentMso.FromPercent(62).TotalPercent, PercentMso.FromPercent(62).ToString()));
        Assert.Equal((110, "110 % RMT"), (PercentRmt.FromPercent(110).TotalPercent, PercentRmt.FromPercent(110).ToString()));
        Assert.Equal((36.5, "36.5 °C"), (Celsius.FromDegrees(36.5).TotalDegrees, Celsius.FromDegrees(36.5).ToString()));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_quantity_that_is_not_finite_is_refused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Frequency.FromHertz(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Microvolts.FromMicrovolts(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => PercentMso.FromPercent(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => PercentRmt.FromPercent(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Celsius.FromDegrees(value));
    }

    [Fact]
    public void What_cannot_be_negative_is_refused_when_it_is()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Frequency.FromHertz(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PercentMso.FromPercent(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PercentRmt.FromPercent(-0.1));
    }

    [Fact]
    public void A_period_is_the_time_of_one_cycle_and_an_irregular_rate_has_none()
    {
        Assert.Equal(Duration.FromMilliseconds(2), Frequency.FromHertz(500).Period);
        Assert.Throws<InvalidOperationException>(() => default(Frequency).Period);
    }

    [Fact]
    public void Text_does_not_follow_the_culture_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal("8.5 Hz", Frequency.FromHertz(8.5).ToString());
            Assert.Equal("90.5°", Phase.FromDegrees(90.5).ToString());
            Assert.Equal("1.500000 ms", Duration.FromMilliseconds(1.5).ToString());
            Assert.Equal("1.500000000 s", Instant.FromSeconds(1.5).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
