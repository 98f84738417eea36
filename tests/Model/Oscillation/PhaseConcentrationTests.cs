using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class PhaseConcentrationTests
{
    [Theory]
    [InlineData(20, 0.941)]
    [InlineData(30, 0.872)]
    [InlineData(40, 0.784)]
    [InlineData(53, 0.652)]
    [InlineData(60, 0.578)]
    [InlineData(90, 0.291)]
    public void Circular_sd_and_resultant_agree_with_the_table(double degrees, double resultant)
    {
        var concentration = PhaseConcentration.FromResultant(resultant);

        Assert.Equal(degrees, PhaseConcentration.CircularStandardDeviation(concentration) * 180 / Math.PI, 0.6);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(19.9)]
    [InlineData(20.1)]
    [InlineData(80)]
    public void The_direction_of_a_Gaussian_gets_the_concentration_of_its_resultant(double ratio)
    {
        // The mean of e^(iφ) by integration over the plane: E cos φ for a point at (ratio, 0) with unit variance.
        var expected = ResultantByIntegration(ratio);

        Assert.Equal(expected, PhaseConcentration.Resultant(PhaseConcentration.FromSignalToNoise(ratio)), 0.003);
    }

    [Fact]
    public void Resultant_is_the_ratio_of_Bessel_functions()
    {
        for (var kappa = 0.05; kappa < 60; kappa *= 1.3)
        {
            var (zero, one) = (0.0, 0.0);
            for (var i = 0; i < 20_000; i++)
            {
                var angle = Math.PI * (i + 0.5) / 20_000;
                zero += Math.Exp(kappa * (Math.Cos(angle) - 1));
                one += Math.Cos(angle) * Math.Exp(kappa * (Math.Cos(angle) - 1));
            }

            Assert.Equal(one / zero, PhaseConcentration.Resultant(kappa), 1e-6);
        }
    }

    [Fact]
    public void Nothing_known_is_zero_and_wide()
    {
        Assert.Equal(0, PhaseConcentration.FromSignalToNoise(0));
        Assert.Equal(0, PhaseConcentration.FromSignalToNoise(double.NaN));
        Assert.Equal(0, PhaseConcentration.FromResultant(-0.1));
        Assert.Equal(PhaseConcentration.Largest, PhaseConcentration.FromSignalToNoise(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, PhaseConcentration.CircularStandardDeviation(0));
    }

    private static double ResultantByIntegration(double ratio)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var x = -8.0; x <= 8; x += 0.04)
        {
            for (var y = -8.0; y <= 8; y += 0.04)
            {
                var density = Math.Exp(-0.5 * ((x * x) + (y * y)));
                var length = Math.Sqrt(((x + ratio) * (x + ratio)) + (y * y));
                weight += density;
                sum += length > 0 ? density * (x + ratio) / length : 0;
            }
        }

        return sum / weight;
    }
}
