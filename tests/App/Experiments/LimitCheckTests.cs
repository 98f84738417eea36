using ClosedLoop.App;

namespace ClosedLoop.Tests.App;

public class LimitCheckTests
{
    [Theory]
    [InlineData("interval_s: 5\n  jitter_percent: 20", "interval_s: 4\n  jitter_percent: 20", "at least 4 s allowed", "Raise 'interval_s'")]
    [InlineData("setting_percent_rmt: 120", "setting_percent_rmt: 126", "intensity, by the resting motor threshold", "Lower the output's setting")]
    [InlineData("setting_percent_mso: 60", "setting_percent_mso: 61", "intensity", "Lower the output's setting")]
    [InlineData("inion_amt_percent_mso: 70", "inion_amt_percent_mso: 60", "intensity over the cerebellum", "Lower the output's setting")]
    [InlineData("  inion_amt_percent_mso: 70\n", "", "a motor threshold", "Add the missing threshold")]
    [InlineData("trials: 40", "trials: 2000", "length of the session", "Lower 'trials'")]
    [InlineData("max_age_ms: 50\n", "max_age_ms: 50\nlimits: {pulses_per_session: 59}\n", "pulses in the session", "Lower 'trials'")]
    [InlineData("max_age_ms: 50\n", "max_age_ms: 50\nlimits: {minimum_interval_s: 4.5}\n", "at least 4.5 s allowed", "Raise 'interval_s'")]
    [InlineData("horizon_ms: 20", "horizon_ms: 3", "too soon to be on time", "Change 'horizon_ms'")]
    public void Limits_that_forbid_the_protocol_are_a_mistake_with_the_limit_and_the_remedy(string old, string @new, string limit, string remedy)
    {
        var error = Assert.Single(Sample.Bad(Sample.Changed(Sample.CbiText, old, @new)));

        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("minimum_interval_s: 3.9", "at least 4 s")]
    [InlineData("pulses_per_session: 2001", "at most 2000 pulses")]
    [InlineData("session_duration_min: 61", "at most 60 min")]
    [InlineData("intensity_m1_percent_rmt: 121", "at most 120 % RMT")]
    public void An_experiment_can_only_tighten_a_limit(string limit, string builtIn)
    {
        var error = Assert.Single(Sample.Bad(Sample.Single + $"limits: {{{limit}}}\n"));

        Assert.Contains("can only tighten", error.Message, StringComparison.Ordinal);
        Assert.Contains(builtIn, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exactly_the_limit_is_allowed() =>
        Assert.Equal(5, Sample.Good(Sample.CbiText + """
            limits:
              minimum_interval_s: 4
              pulses_per_session: 60
              session_duration_min: 60
              intensity_m1_percent_rmt: 120
              intensity_cerebellum_percent_mso: 60

            """).Limits.Values.Count);

    [Fact]
    public void A_protocol_longer_than_the_time_armed_is_allowed_because_a_person_can_arm_again() =>
        Sample.Good(Sample.Changed(Sample.Single, "trials: 10", "trials: 400"));

    [Fact]
    public void Watchdog_tolerance_and_age_of_the_experiment_are_those_in_force()
    {
        var text = Sample.Changed(Sample.Single, "action:", "max_age_ms: 40\nwatchdog_ms: 250\ntolerance_ms: 1\naction:");
        var limits = ExperimentLimits.Resolve(Sample.Good(text));

        Assert.Equal((40, 250, 1), (limits.DataAge.TotalMilliseconds, limits.Watchdog.TotalMilliseconds, limits.Lateness.TotalMilliseconds));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(", screening: {date: 2026-01-01, assessor: ab, cleared: false}", false)]
    [InlineData(", screening: {date: 2026-01-01, assessor: ab, cleared: true}", true)]
    public void Only_a_record_that_clears_the_subject_is_a_screening(string screening, bool isScreened)
    {
        var text = Sample.Changed(Sample.Single, ", simulated: true", ", simulated: true" + screening);

        Assert.Equal(isScreened, ExperimentLimits.Resolve(Sample.Good(text)).Subject.IsScreened);
    }
}
