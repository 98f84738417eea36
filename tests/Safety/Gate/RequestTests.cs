using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>Each check of a request for a stimulus: what is just allowed, and what is just refused.</summary>
public sealed class RequestTests
{
    [Fact]
    public void An_id_that_did_not_grow_is_refused()
    {
        var firing = Firing.Armed();
        firing.Prepare(Firing.Single());
        var request = firing.Request(Firing.Single());
        Assert.Equal(LimitId.RequestForm, firing.Ask(request with { Id = 1 }).Limit);
        Assert.True(firing.Ask(request).IsAdmitted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100.5)]
    [InlineData(1e9)]
    public void A_setting_that_no_stimulator_has_is_refused(double mso) =>
        Assert.Equal(LimitId.RequestForm, Firing.Armed().Stimulate(Firing.Single(mso)).Limit);

    [Fact]
    public void Nothing_and_an_unknown_kind_and_an_unknown_output_are_refused()
    {
        var firing = Firing.Armed();
        Assert.Equal(LimitId.RequestForm, firing.Ask(firing.Request(default)).Limit);
        Assert.Equal(LimitId.RequestForm, firing.Ask(firing.Request(Firing.Single()) with { Stimulus = default }).Limit);
        Assert.Equal(LimitId.RequestForm, firing.Ask(firing.Request(Firing.Single()) with { Kind = PulseRequestKind.None }).Limit);
        Assert.Equal(LimitId.RequestForm, firing.Ask(firing.Request(Firing.Single()) with { Kind = (PulseRequestKind)77 }).Limit);
        Assert.Equal(LimitId.RequestForm, firing.Ask(firing.Request(Firing.Single(55, 7))).Limit);
    }

    [Fact]
    public void A_second_train_is_refused_while_one_runs()
    {
        var firing = Firing.Armed();
        Assert.True(firing.Stimulate(Firing.Single()).IsAdmitted);
        Assert.Equal(LimitId.TrainRunning, firing.Stimulate(Firing.Single()).Limit);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(50.001, false)]
    [InlineData(-50, true)]
    [InlineData(-50.001, false)]
    public void Data_may_be_50_ms_old_or_by_a_clock_error_as_much_ahead(double ageMs, bool isAdmitted) =>
        AssertIf(isAdmitted, LimitId.DataAge, Firing.Armed().Stimulate(Firing.Single(), 20, ageMs));

    [Fact]
    public void Data_of_unknown_age_are_refused()
    {
        var firing = Firing.Armed();
        var request = firing.Request(Firing.Single());
        Assert.Equal(LimitId.DataAge, firing.Ask(request with { NewestSample = default }).Limit);
        Assert.Equal(LimitId.DataAge, firing.Ask(request with { Id = ++firing.LastId, NewestSample = Instant.FromNanoseconds(long.MinValue) }).Limit);
        Assert.Equal(LimitId.DataAge, firing.Ask(request with { Id = ++firing.LastId, NewestSample = Instant.FromNanoseconds(long.MaxValue) }).Limit);
    }

    [Theory]
    [InlineData(2, true, LimitId.None)]
    [InlineData(1.999, false, LimitId.Horizon)]
    [InlineData(0, false, LimitId.Horizon)]
    [InlineData(-5, false, LimitId.Horizon)]
    [InlineData(250, true, LimitId.None)]
    [InlineData(250.001, false, LimitId.HorizonFar)]
    [InlineData(1e12, false, LimitId.HorizonFar)]
    public void A_pulse_is_asked_for_neither_too_soon_nor_too_far_ahead(double aheadMs, bool isAdmitted, LimitId limit) =>
        AssertIf(isAdmitted, limit, Firing.Armed().Stimulate(Firing.Single(), aheadMs));

    [Theory]
    [InlineData(90, 10, true)]
    [InlineData(90, 10.001, false)]
    [InlineData(50, 50, true)]
    [InlineData(50.001, 50, false)]
    public void Age_and_horizon_together_have_a_limit_of_their_own(double aheadMs, double ageMs, bool isAdmitted) => AssertIf(
        isAdmitted, LimitId.ReleaseAge, Firing.Armed(Firing.With((LimitId.ReleaseAge, 100))).Stimulate(Firing.Single(), aheadMs, ageMs));

    [Fact]
    public void An_instant_that_is_not_set_or_beyond_all_clocks_is_refused()
    {
        var firing = Firing.Armed();
        firing.Prepare(Firing.Single());
        var request = firing.Request(Firing.Single());
        Assert.Equal(LimitId.Horizon, firing.Ask(request with { At = default }).Limit);
        Assert.Equal(LimitId.Horizon, firing.Ask(request with { Id = ++firing.LastId, At = Instant.FromNanoseconds(long.MinValue) }).Limit);
        Assert.Equal(LimitId.HorizonFar, firing.Ask(request with { Id = ++firing.LastId, At = Instant.FromNanoseconds(long.MaxValue) }).Limit);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(59.999, false)]
    public void An_output_that_needs_longer_gets_longer(double aheadMs, bool isAdmitted)
    {
        var output = Firing.Settings.Outputs[0] with { LeastHorizon = Duration.FromMilliseconds(60) };
        var firing = Firing.Armed(Firing.Settings with { Outputs = [output, Firing.Settings.Outputs[1]] });
        AssertIf(isAdmitted, LimitId.Horizon, firing.Stimulate(Firing.Single(), aheadMs));
    }

    [Theory]
    [InlineData(DeviceFlags.Answers)]
    [InlineData(DeviceFlags.Energised)]
    [InlineData(DeviceFlags.Ready)]
    [InlineData(DeviceFlags.CoilPresent)]
    [InlineData(DeviceFlags.Remote)]
    [InlineData(DeviceFlags.SettingsConfirmed)]
    public void A_device_must_say_each_thing_that_a_pulse_needs(DeviceFlags missing)
    {
        var firing = Firing.Armed();
        firing.Report(0, 55, Firing.Fine & ~missing);
        Assert.True(firing.Ask(firing.Request(Firing.Single())).Limit is LimitId.DeviceReady or LimitId.FaultLatched);
    }

    [Fact]
    public void The_other_half_of_a_pair_must_be_ready_too()
    {
        var firing = Firing.Armed();
        firing.Prepare(Firing.Pair());
        firing.Report(1, 60, Firing.Fine & ~DeviceFlags.Ready);
        Assert.Equal(LimitId.DeviceReady, firing.Ask(firing.Request(Firing.Pair())).Limit);
        Assert.True(firing.Ask(firing.Request(Firing.Single())).IsAdmitted);
    }

    [Theory]
    [InlineData(1.2, true)]
    [InlineData(1.2001, false)]
    public void A_report_older_than_1_2_s_is_no_report(double seconds, bool isAdmitted)
    {
        var firing = Firing.Armed();
        firing.Prepare(Firing.Single());
        firing.Wait(seconds);
        AssertIf(isAdmitted, LimitId.DeviceReady, firing.Ask(firing.Request(Firing.Single())));
    }

    [Fact]
    public void An_older_report_does_not_replace_a_newer_one()
    {
        var firing = Firing.Armed();
        firing.Prepare(Firing.Single());
        var old = new DeviceReport(0, DeviceFlags.None, default, 25, firing.Now - Duration.FromMilliseconds(1));
        firing.Take(new GateInput { Kind = GateInputKind.Device, Device = old });
        Assert.True(firing.Ask(firing.Request(Firing.Single())).IsAdmitted);
    }

    [Fact]
    public void A_setting_other_than_the_one_read_back_is_refused()
    {
        var firing = Firing.Armed();
        firing.Report(0, 54);
        var verdict = firing.Ask(firing.Request(Firing.Single()));
        Assert.Equal((LimitId.DeviceSetting, 54.0, 55.0), (verdict.Limit, verdict.LimitValue, verdict.AskedValue));
    }

    [Theory]
    [InlineData(40, false, true)]
    [InlineData(40.001, false, false)]
    [InlineData(double.NaN, false, false)]
    [InlineData(double.NaN, true, true)]
    [InlineData(40.001, true, false)]
    public void A_coil_may_have_40_degrees_and_an_unknown_temperature_only_if_that_was_accepted(
        double celsius, bool isUnmonitored, bool isAdmitted)
    {
        var output = Firing.Settings.Outputs[0] with { IsTemperatureUnmonitored = isUnmonitored };
        var firing = Firing.Armed(Firing.Settings with { Outputs = [output, Firing.Settings.Outputs[1]] });
        firing.Report(0, 55, Firing.Fine, celsius);
        AssertIf(isAdmitted, LimitId.CoilTemperature, firing.Ask(firing.Request(Firing.Single())));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(60.001, false)]
    public void Over_M1_120_percent_of_the_threshold_is_allowed(double mso, bool isAdmitted) =>
        AssertIf(isAdmitted, LimitId.IntensityMotor, Firing.Armed().Stimulate(Firing.Single(mso)));

    [Theory]
    [InlineData(70, 50, 60)]
    [InlineData(63, 50, 58)]
    [InlineData(95, 80, 80)]
    public void Over_the_cerebellum_the_least_of_three_limits_holds(double inion, double resting, double most)
    {
        var subject = Firing.Settings.Subject with
        {
            InionThreshold = PercentMso.FromPercent(inion),
            RestingThreshold = PercentMso.FromPercent(resting),
        };
        var settings = Firing.Settings with { Subject = subject };
        Assert.True(Firing.Armed(settings).Stimulate(Firing.Single(most, 1)).IsAdmitted);
        var refused = Firing.Armed(settings).Stimulate(Firing.Single(most + 0.5, 1));
        Assert.Equal((LimitId.IntensityCerebellum, most), (refused.Limit, refused.LimitValue));
    }

    [Fact]
    public void Without_a_motor_threshold_nothing_is_admitted()
    {
        var subject = Firing.Settings.Subject with { RestingThreshold = null };
        Assert.Equal(LimitId.MotorThreshold, Firing.Armed(Firing.Settings with { Subject = subject }).Stimulate(Firing.Single(1)).Limit);
    }

    [Fact]
    public void Without_an_inion_threshold_nothing_is_admitted_over_the_cerebellum_and_M1_stays_open()
    {
        var settings = Firing.Settings with { Subject = Firing.Settings.Subject with { InionThreshold = null } };
        Assert.Equal(LimitId.MotorThreshold, Firing.Armed(settings).Stimulate(Firing.Single(1, 1)).Limit);
        Assert.True(Firing.Armed(settings).Stimulate(Firing.Single()).IsAdmitted);
    }

    [Fact]
    public void Without_an_active_threshold_theta_burst_may_have_70_percent_of_the_resting_one()
    {
        var settings = Firing.Settings with { Subject = Firing.Settings.Subject with { ActiveThreshold = null } };
        Assert.True(Firing.Armed(settings).Stimulate(Firing.ThetaBurst(200, 35)).IsAdmitted);
        Assert.Equal(LimitId.IntensityThetaBurst, Firing.Armed(settings).Stimulate(Firing.ThetaBurst(200, 35.1)).Limit);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(3.999999, false)]
    public void Between_trials_lie_4_s_from_the_last_pulse(double seconds, bool isAdmitted)
    {
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        firing.Complete();
        firing.Wait(seconds - 0.02);
        AssertIf(isAdmitted, LimitId.MinimumInterval, firing.Stimulate(Firing.Pair()));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9.999999, false)]
    public void A_lower_trigger_rate_asks_for_more_from_onset_to_onset(double seconds, bool isAdmitted)
    {
        var firing = Firing.Armed(Firing.With((LimitId.TriggerRate, 0.1)));
        firing.Stimulate(Firing.Single());
        firing.Complete();
        firing.Wait(seconds - 0.02);
        AssertIf(isAdmitted, LimitId.TriggerRate, firing.Stimulate(Firing.Single()));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4.999999, false)]
    public void Between_repetitive_trains_of_two_requests_lie_5_s(double seconds, bool isAdmitted)
    {
        var train = Firing.Repetitive(Duration.FromMilliseconds(100), 10, 50);
        var firing = Firing.Armed();
        firing.Stimulate(train);
        firing.Complete();
        firing.Wait(seconds + 0.1 - 0.02);
        AssertIf(isAdmitted, LimitId.TrainGap, firing.Stimulate(train));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(5.999999, false)]
    public void A_stimulator_gets_the_time_that_it_needs_to_recharge(double seconds, bool isAdmitted)
    {
        var output = Firing.Settings.Outputs[0] with { Recharge = Duration.FromSeconds(6) };
        var firing = Firing.Armed(Firing.Settings with { Outputs = [output, Firing.Settings.Outputs[1]] });
        firing.Stimulate(Firing.Single());
        firing.Complete();
        firing.Wait(seconds - 0.02);
        AssertIf(isAdmitted, LimitId.DeviceRecharge, firing.Stimulate(Firing.Single()));
    }

    [Fact]
    public void Three_pulses_within_a_second_are_refused_outside_an_approved_pattern()
    {
        var three = PulseTrain.Create([Firing.Pulse(55), Firing.Pulse(55, 400), Firing.Pulse(55, 999.999)]);
        Assert.Equal(LimitId.PulsesPerSecond, Firing.Armed().Stimulate(three).Limit);
        var later = PulseTrain.Create([Firing.Pulse(55), Firing.Pulse(55, 400), Firing.Pulse(55, 1_000)]);
        Assert.Equal(LimitId.MinimumInterval, Firing.Armed().Stimulate(later).Limit);
        var muchLater = PulseTrain.Create([Firing.Pulse(55), Firing.Pulse(55, 400), Firing.Pulse(55, 4_400)]);
        Assert.True(Firing.Armed().Stimulate(muchLater).IsAdmitted);
    }

    [Fact]
    public void A_pattern_that_the_experiment_did_not_approve_is_judged_as_trials()
    {
        var settings = Firing.Settings with { Patterns = ApprovedPatterns.None };
        var tenHertz = Firing.Repetitive(Duration.FromMilliseconds(100), 10, 50);
        Assert.Equal(LimitId.PulsesPerSecond, Firing.Armed(settings).Stimulate(tenHertz).Limit);
        Assert.Equal(LimitId.PulsesPerSecond, Firing.Armed(settings).Stimulate(Firing.ThetaBurst(10, 30)).Limit);
        var oneHertz = Firing.Repetitive(Duration.FromSeconds(1), 10, 50);
        Assert.Equal(LimitId.MinimumInterval, Firing.Armed(settings).Stimulate(oneHertz).Limit);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(49.999, false)]
    public void A_train_may_have_20_Hz(double periodMs, bool isAdmitted) => AssertIf(
        isAdmitted, LimitId.TrainFrequency, Firing.Armed().Stimulate(Firing.Repetitive(Duration.FromMilliseconds(periodMs), 5, 50)));

    [Fact]
    public void Theta_burst_has_at_most_600_pulses_in_one_request()
    {
        Assert.True(Firing.Armed().Stimulate(Firing.ThetaBurst(200, 32)).IsAdmitted);
        Assert.Equal(LimitId.PulsesPerRun, Firing.Armed().Stimulate(Firing.ThetaBurst(201, 32)).Limit);
    }

    [Theory]
    [InlineData(0, true, 99.999, true)]
    [InlineData(1, true, 99.999, false)]
    [InlineData(0, false, 99.999, false)]
    [InlineData(1, false, 100, true)]
    public void Outputs_closer_than_100_ms_share_one_device_timed_trigger(int trigger, bool isDeviceTimed, double isiMs, bool isAdmitted)
    {
        var cs = Firing.Settings.Outputs[1] with { Trigger = trigger, IsDeviceTimed = isDeviceTimed };
        var settings = Firing.Settings with { Outputs = [Firing.Settings.Outputs[0], cs] };
        AssertIf(isAdmitted, LimitId.SharedTrigger, Firing.Armed(settings).Stimulate(Firing.Pair(60, 55, isiMs)));
        Assert.True(Firing.Armed(settings with { IsHostTimingAccepted = true }).Stimulate(Firing.Pair(60, 55, isiMs)).IsAdmitted);
    }

    [Fact]
    public void A_session_has_at_most_2000_pulses_counted_with_those_before_a_restart()
    {
        var firing = Firing.Armed(null, new DoseHistory(1_999, 1_999, default, default));
        Assert.Equal(LimitId.PulsesPerSession, firing.Stimulate(Firing.Pair()).Limit);
        Assert.True(firing.Stimulate(Firing.Single()).IsAdmitted);
    }

    [Fact]
    public void What_is_not_reserved_on_disk_is_refused()
    {
        var firing = Firing.Armed();
        firing.Reserve(1);
        var verdict = firing.Stimulate(Firing.Pair());
        Assert.Equal((LimitId.LedgerReserved, 1.0, 2.0), (verdict.Limit, verdict.LimitValue, verdict.AskedValue));
        Assert.True(firing.Stimulate(Firing.Single()).IsAdmitted);
        firing.Complete(0);
        firing.Wait(5);
        Assert.Equal(LimitId.LedgerReserved, firing.Stimulate(Firing.Single()).Limit);
    }

    [Fact]
    public void A_train_must_end_within_the_session()
    {
        var firing = Firing.Armed(Firing.With((LimitId.SessionDuration, 5)));
        Assert.True(firing.Stimulate(Firing.Repetitive(Duration.FromSeconds(1), 300, 50), 2).IsAdmitted);
        firing = Firing.Armed(Firing.With((LimitId.SessionDuration, 5)));
        Assert.Equal(LimitId.SessionDuration, firing.Stimulate(Firing.Repetitive(Duration.FromSeconds(1), 302, 50), 2).Limit);
    }

    private static void AssertIf(bool isAdmitted, LimitId limit, in GateVerdict verdict) => Assert.Equal(
        isAdmitted ? (GateOutcome.Admitted, LimitId.None) : (GateOutcome.Refused, limit), (verdict.Outcome, verdict.Limit));
}
