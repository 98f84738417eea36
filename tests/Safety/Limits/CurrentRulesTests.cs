using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

public sealed class CurrentRulesTests
{
    private static readonly ResolvedLimits _limits = (Firing.Settings with
    {
        Outputs = [new OutputFacts { Name = "tdcs", ElectrodeSquareCentimetres = 25 }, new OutputFacts { Name = "no area" }],
    }).Resolve();

    private static readonly CurrentWaveform _allowed = Direct(2, 15, 19.5 * 60);

    public static TheoryData<LimitId, CurrentWaveform> Refused => new()
    {
        { LimitId.Current, Direct(2.001, 15, 60) },
        { LimitId.CurrentDuration, Direct(1, 15, 19.5 * 60) with { Plateau = Duration.FromSeconds((19.5 * 60) + 0.001) } },
        { LimitId.CurrentRamp, Direct(1, 14.999, 60) },
        { LimitId.CurrentDensity, Direct(1, 15, 60) with { Output = 1 } },
        { LimitId.CurrentFrequency, Direct(1, 15, 60) with { Shape = CurrentShape.Sine, Sine = Frequency.FromHertz(100.1) } },
        { LimitId.RequestForm, Direct(1, 15, 60) with { Shape = CurrentShape.Sine, Sine = Frequency.FromHertz(0.09) } },
        { LimitId.RequestForm, Direct(1, 15, 60) with { Sine = Frequency.FromHertz(10) } },
        { LimitId.RequestForm, Direct(1, 15, 60) with { Output = 2 } },
        { LimitId.RequestForm, Direct(1, 15, 60) with { Output = -1 } },
        { LimitId.RequestForm, Direct(double.NaN, 15, 60) },
        { LimitId.RequestForm, Direct(1, -1, 60) },
        { LimitId.RequestForm, default },
    };

    [Fact]
    public void Two_milliampere_for_20_min_on_25_square_centimetres_is_allowed() =>
        Assert.True(CurrentRules.Check(_allowed, _limits).IsAdmitted);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_beyond_a_limit_of_currents_is_refused_by_it(LimitId limit, CurrentWaveform current) =>
        Assert.Equal(limit, CurrentRules.Check(current, _limits).Limit);

    [Fact]
    public void Charge_and_slope_are_refused_by_their_own_limits_when_the_others_are_loosened()
    {
        var settings = Firing.With((LimitId.Current, 4), (LimitId.CurrentDuration, 40), (LimitId.CurrentDensity, 2), (LimitId.CurrentRamp, 5)) with
        {
            Outputs = [new OutputFacts { Name = "tdcs", ElectrodeSquareCentimetres = 25 }],
        };
        var limits = settings.Resolve();
        Assert.Equal(LimitId.Charge, CurrentRules.Check(Direct(2, 15, 1_190), limits).Limit);
        Assert.Equal(LimitId.CurrentSlope, CurrentRules.Check(Direct(4, 7.9, 60), limits).Limit);
        Assert.True(CurrentRules.Check(Direct(4, 8, 60), limits).IsAdmitted);
    }

    [Fact]
    public void The_charge_of_2_mA_over_20_min_and_two_ramps_of_15_s_is_2_43_C() =>
        Assert.Equal(2.43, Direct(2, 15, 1_200).ChargeCoulombs, 12);

    [Fact]
    public void The_gate_refuses_even_an_allowed_current_because_no_output_can_give_one()
    {
        var firing = new Firing(_limits);
        var request = firing.Request(default) with { Stimulus = Stimulus.Of(_allowed) };
        Assert.Equal((LimitId.RequestForm, 1.0), (firing.Ask(request).Limit, firing.Ask(request with { Id = 99 }).AskedValue));
    }

    private static CurrentWaveform Direct(double milliamperes, double rampS, double plateauS) => new(
        0, CurrentShape.Direct, milliamperes, default, Duration.FromSeconds(rampS), Duration.FromSeconds(plateauS), Duration.FromSeconds(rampS));
}
