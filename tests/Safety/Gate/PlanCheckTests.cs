using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

public sealed class PlanCheckTests
{
    private static readonly ResolvedLimits _limits = Firing.Settings.Resolve();

    public static TheoryData<LimitId, PulseTrain> Trains => new()
    {
        { LimitId.None, Firing.Pair() },
        { LimitId.None, Firing.ThetaBurst(10, 32, 20, 10) },
        { LimitId.RequestForm, default },
        { LimitId.RequestForm, Firing.Single(55, 2) },
        { LimitId.IntensityMotor, Firing.Single(61) },
        { LimitId.IntensityCerebellum, Firing.Single(61, 1) },
        { LimitId.IntensityThetaBurst, Firing.ThetaBurst(10, 33) },
        { LimitId.ArmedDuration, Firing.Repetitive(Duration.FromSeconds(1), 900, 50) },
        { LimitId.TrainPulses, Firing.Repetitive(Duration.FromMilliseconds(100), 40, 60) },
    };

    [Theory]
    [MemberData(nameof(Trains))]
    public void A_plan_is_refused_by_the_limit_that_the_gate_would_refuse_it_by(LimitId limit, PulseTrain train)
    {
        Assert.Equal(limit, PlanCheck.OfTrain(train, _limits).Limit);
        Assert.Equal(limit, Firing.Armed().Stimulate(train).Limit);
    }

    [Fact]
    public void A_total_and_an_interval_are_judged_by_their_limits()
    {
        Assert.True(PlanCheck.OfTotal(2_000, _limits).IsAdmitted);
        Assert.Equal(LimitId.PulsesPerSession, PlanCheck.OfTotal(2_001, _limits).Limit);
        Assert.Equal(
            LimitId.PulsesPerDay, PlanCheck.OfTotal(1_001, Firing.With((LimitId.PulsesPerDay, 1_000)).Resolve()).Limit);
        Assert.True(PlanCheck.OfInterval(Duration.FromSeconds(4), _limits).IsAdmitted);
        Assert.Equal(LimitId.MinimumInterval, PlanCheck.OfInterval(Duration.FromSeconds(3.999), _limits).Limit);
    }

    [Fact]
    public void The_strongest_setting_of_an_output_is_told_or_not_known()
    {
        Assert.Equal(PercentMso.FromPercent(60), _limits.StrongestOf(0));
        var subject = Firing.Settings.Subject;
        var weak = Firing.Settings with { Subject = subject with { InionThreshold = PercentMso.FromPercent(3) } };
        Assert.Equal(PercentMso.FromPercent(0), weak.Resolve().StrongestOf(1));
        var unknown = Firing.Settings with { Subject = subject with { InionThreshold = null } };
        Assert.Null(unknown.Resolve().StrongestOf(1));
        Assert.NotNull(unknown.Resolve().StrongestOf(0));
    }
}
