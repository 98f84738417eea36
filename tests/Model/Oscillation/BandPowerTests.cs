using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class BandPowerTests
{
    private static readonly Frequency s_rate = Frequency.FromHertz(100);

    [Fact]
    public void A_sine_of_ten_microvolts_has_fifty_square_microvolts()
    {
        var power = new BandPower(s_rate);
        power.Step(10, isMeasured: true);

        Assert.Equal(50, power.SquareMicrovolts, 1e-12);
    }

    [Fact]
    public void Half_of_a_random_minute_lies_above_its_median()
    {
        var power = new BandPower(s_rate);
        var random = new Random(1);
        var above = 0;
        for (var i = 0; i < 30_000; i++)
        {
            power.Step(1 + (10 * random.NextDouble()), isMeasured: true);
            above += i >= 10_000 && power.Percentile > 0.5 ? 1 : 0;
            if (i >= 10_000)
            {
                Assert.True(power.Percentile <= 0.52 || power.SquareMicrovolts > 0.97 * power.MedianSquareMicrovolts);
            }
        }

        Assert.Equal(0.5, above / 20_000.0, 0.02);
    }

    [Fact]
    public void What_was_not_measured_does_not_enter_the_minute()
    {
        var power = new BandPower(s_rate);
        for (var i = 0; i < 6000; i++)
        {
            power.Step(10, isMeasured: true);
        }

        for (var i = 0; i < 6000; i++)
        {
            power.Step(1, isMeasured: false);
        }

        Assert.Equal(0, power.Percentile);
        Assert.Equal(50, power.MedianSquareMicrovolts, 2.0);
    }

    [Fact]
    public void Smoothing_reaches_63_percent_of_a_step_after_its_time_constant()
    {
        var power = new BandPower(s_rate, smoothing: Duration.FromMilliseconds(250));
        power.Step(0, isMeasured: true);
        for (var i = 0; i < 25; i++)
        {
            power.Step(Math.Sqrt(2), isMeasured: true);
        }

        Assert.Equal(1 - Math.Exp(-1), power.SquareMicrovolts, 1e-9);
    }

    [Fact]
    public void Reset_equals_new()
    {
        var power = new BandPower(s_rate);
        for (var i = 0; i < 3000; i++)
        {
            power.Step(i % 9, isMeasured: true);
        }

        power.Reset();

        Assert.True(double.IsNaN(power.SquareMicrovolts) && double.IsNaN(power.Percentile) && double.IsNaN(power.MedianSquareMicrovolts));
        power.Step(2, isMeasured: true);
        Assert.Equal(2, power.SquareMicrovolts, 1e-12);
    }
}
