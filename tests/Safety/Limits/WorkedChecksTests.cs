using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>The examples that the limits come with, each with the default limits. The subject's threshold is 50 % MSO.</summary>
public sealed class WorkedChecksTests
{
    private static readonly Duration _tenHertz = Duration.FromMilliseconds(100);
    private static readonly Duration _twentyHertz = Duration.FromMilliseconds(50);

    [Fact]
    public void Ten_hertz_50_pulses_at_110_percent_with_25_s_between_is_allowed() =>
        Assert.True(Ask(Firing.Repetitive(_tenHertz, 50, 55, 5, Duration.FromSeconds(25))).IsAdmitted);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Ten_hertz_40_pulses_at_120_percent_is_refused_for_32(int trains) => AssertRefused(
        LimitId.TrainPulses, 32, 40, Ask(Firing.Repetitive(_tenHertz, 40, 60, trains, Duration.FromSeconds(25))));

    [Fact]
    public void Ten_hertz_40_pulses_at_120_percent_is_allowed_once_with_a_signed_override() => Assert.True(Firing
        .Armed(Firing.Settings with { SingleTrainOverride = new SignedOverride("approved protocol", "A", "B") })
        .Stimulate(Firing.Repetitive(_tenHertz, 40, 60)).IsAdmitted);

    [Fact]
    public void Twenty_hertz_24_pulses_at_110_percent_5_s_apart_is_allowed() =>
        Assert.True(Ask(Firing.Repetitive(_twentyHertz, 24, 55, 10, Duration.FromSeconds(5))).IsAdmitted);

    [Fact]
    public void The_same_4_999_s_apart_is_refused() => AssertRefused(
        LimitId.TrainGap, 5, 4.999, Ask(Firing.Repetitive(_twentyHertz, 24, 55, 10, Duration.FromSeconds(4.999))));

    [Fact]
    public void One_hertz_900_pulses_at_100_percent_is_allowed_when_the_session_stays_armed_that_long() => Assert.True(
        Firing.Armed(Firing.With((LimitId.ArmedDuration, 20))).Stimulate(Firing.Repetitive(Duration.FromSeconds(1), 900, 50)).IsAdmitted);

    [Fact]
    public void One_hertz_900_pulses_is_refused_whole_when_the_arming_would_end_half_way() => Assert.Equal(
        LimitId.ArmedDuration, Ask(Firing.Repetitive(Duration.FromSeconds(1), 900, 50)).Limit);

    [Fact]
    public void Intermittent_theta_burst_at_80_percent_of_the_active_threshold_is_allowed() =>
        Assert.True(Ask(Firing.ThetaBurst(10, 32, 20, 10)).IsAdmitted);

    [Fact]
    public void A_little_more_than_80_percent_of_the_active_threshold_is_refused() =>
        Assert.Equal(LimitId.IntensityThetaBurst, Ask(Firing.ThetaBurst(10, 32.5, 20, 10)).Limit);

    [Fact]
    public void Two_theta_bursts_of_600_in_a_day_are_allowed_and_six_are_not()
    {
        var itbs = Firing.ThetaBurst(10, 32, 20, 10);
        Assert.True(Firing.Armed(null, new DoseHistory(0, 600, default, default)).Stimulate(itbs).IsAdmitted);
        Assert.True(Firing.Armed(null, new DoseHistory(0, 2_400, default, default)).Stimulate(itbs).IsAdmitted);
        AssertRefused(
            LimitId.PulsesPerDay, 3_000, 3_600, Firing.Armed(null, new DoseHistory(0, 3_000, default, default)).Stimulate(itbs));
    }

    [Fact]
    public void A_block_of_40_test_pulses_and_40_pairs_5_s_apart_is_allowed()
    {
        var firing = Firing.Armed();
        for (var trial = 0; trial < 80; trial++)
        {
            var onset = firing.Now;
            Assert.True(firing.Stimulate(trial % 2 == 0 ? Firing.Single() : Firing.Pair()).IsAdmitted);
            firing.Complete();
            firing.Wait(5 - (firing.Now - onset).TotalSeconds);
        }

        Assert.Equal(120, firing.State.SessionPulses);
        Assert.Equal(400, (firing.Now - firing.State.ArmedSince).TotalSeconds, 6);
    }

    [Fact]
    public void The_same_40_pairs_may_be_one_request() => Assert.True(Ask(PulseTrain.Create(
        [Firing.Pulse(60, 0, 1), Firing.Pulse(55, 5)], 40, Duration.FromSeconds(5))).IsAdmitted);

    [Fact]
    public void With_2999_of_3000_given_one_pulse_is_allowed_and_the_second_refused()
    {
        var firing = Firing.Armed(null, new DoseHistory(0, 2_999, default, default));
        Assert.Equal(1, Gate.PulsesLeft(firing.State, firing.Limits));
        Assert.True(firing.Stimulate(Firing.Single()).IsAdmitted);
        firing.Complete();
        firing.Wait(5);
        AssertRefused(LimitId.PulsesPerDay, 3_000, 3_001, firing.Stimulate(Firing.Single()));
        Assert.Equal(0, Gate.PulsesLeft(firing.State, firing.Limits));
    }

    private static GateVerdict Ask(in PulseTrain train) => Firing.Armed().Stimulate(train);

    private static void AssertRefused(LimitId limit, double limitValue, double asked, in GateVerdict verdict)
    {
        Assert.Equal((GateOutcome.Refused, limit), (verdict.Outcome, verdict.Limit));
        Assert.Equal(limitValue, verdict.LimitValue, 9);
        Assert.Equal(asked, verdict.AskedValue, 9);
    }
}
