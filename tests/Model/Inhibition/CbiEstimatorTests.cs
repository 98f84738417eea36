using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model.Inhibition;

public sealed class CbiEstimatorTests
{
    private static Instant Second(double seconds) => Instant.FromSeconds(100 + seconds);

    [Fact]
    public void Before_both_conditions_were_seen_there_is_no_estimate()
    {
        var cbi = new CbiEstimator();
        cbi.Add(false, 1.0, Second(0));
        cbi.Add(false, 1.1, Second(5));

        Assert.False(cbi.HasEstimate);
        Assert.True(double.IsNaN(cbi.Ratio) && double.IsNaN(cbi.Low) && double.IsNaN(cbi.High) && double.IsNaN(cbi.ProbabilityInhibited));
        Assert.Equal(CbiState.Uncertain, cbi.State);
    }
}
