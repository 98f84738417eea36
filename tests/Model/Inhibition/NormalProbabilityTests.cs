using ClosedLoop.Core;
using ClosedLoop.Model;
using MathNet.Numerics.Distributions;
using Xunit;

namespace ClosedLoop.Tests.Model;

/// <summary>The probabilities and quantiles that the estimator reports, against Math.NET's.</summary>
public sealed class NormalProbabilityTests
{
    [Fact]
    public void Probability_and_interval_are_those_of_a_normal_distribution_of_the_reported_width()
    {
        var random = new Random(21);
        for (var i = 0; i < 500; i++)
        {
            var session = CbiSession.Plain(random, Math.Exp(3 * CbiSession.Normal(random)), false, true, sd: 0.2);
            for (var trials = 3; trials <= 40; trials++)
            {
                Compare(session.Estimate(trials));
            }
        }
    }

    [Fact]
    public void The_widening_is_that_of_students_t_with_twice_the_shape_for_its_freedom()
    {
        // With no drift and all variances known in advance the width is (P₂₂)½ t(0.975, 2a)/1.96, a = 3 + (n − 1)/2.
        var settings = new CbiSettings(ExcitabilityDriftPerSecond: 0, RatioDriftPerSecond: 0, FirstTrialVariance: 1e12, PriorLogSd: 1);
        var cbi = new CbiEstimator(settings);
        cbi.Add(false, 1, Instant.FromSeconds(1));
        cbi.Add(true, 1, Instant.FromSeconds(6));

        // Nothing was learnt of δ yet: the prior's variance of 1 stands, with 2a = 7.
        Assert.Equal(StudentT.InvCDF(0, 1, 7, 0.975) / Normal.InvCDF(0, 1, 0.975), cbi.LogWidth, 2e-3);
    }

    private static void Compare(CbiEstimator cbi)
    {
        if (!cbi.HasEstimate)
        {
            return;
        }

        var expected = Normal.CDF(0, 1, -cbi.LogRatio / cbi.LogWidth);
        Assert.InRange(cbi.ProbabilityInhibited, expected - 1e-13, expected + 1e-13);
        Assert.Equal(Math.Log(cbi.High / cbi.Low), 2 * Normal.InvCDF(0, 1, 0.975) * cbi.LogWidth, 1e-9);
        Assert.Equal(Math.Log(cbi.Ratio), cbi.LogRatio, 1e-12);
    }
}
