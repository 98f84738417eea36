using ClosedLoop.Core;
using ClosedLoop.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class MepMeasurementTests
{
    [Theory]
    [InlineData(2000)]
    [InlineData(3000)]
    [InlineData(5000)]
    [InlineData(10000)]
    public void A_response_of_1_mV_at_22_ms_is_measured_within_3_percent_and_0_7_ms(double rateHz)
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var result = new SyntheticEmg(rateHz, 5, seed).WithResponse(1000).WithArtefact().Measure();

            Assert.True(result is { IsValid: true, IsPresent: true, Flaw: MepFlaw.None });
            Assert.InRange(result.Microvolts, 970, 1030);
            Assert.InRange(result.LatencyMilliseconds, 21.3, 22.7);
            Assert.InRange(result.BackgroundRms, 4, 6);
        }
    }

    [Fact]
    public void Without_noise_the_amplitude_is_exact()
    {
        var result = new SyntheticEmg(10_000, 0).WithResponse(1000).Measure();
        Assert.Equal(1000, result.Microvolts, 0.01);
        Assert.Equal(1.0, result.Millivolts, 1e-5);
    }

    [Fact]
    public void A_pulse_into_an_active_muscle_is_rejected()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var result = new SyntheticEmg(noiseRms: 20, seed: seed).WithResponse(1000).Measure();
            Assert.Equal(MepFlaw.BackgroundActivity, result.Flaw);
            Assert.False(result.IsValid || result.IsPresent);
            Assert.InRange(result.BackgroundRms, 17, 23);
        }
    }

    [Fact]
    public void One_twitch_before_the_pulse_is_no_rest() => Assert.Equal(
        MepFlaw.BackgroundActivity,
        new SyntheticEmg().WithResponse(1000).With(-80, -79.5, (_, _) => 60).Measure().Flaw);

    [Fact]
    public void An_offset_of_the_amplifier_is_no_activity()
    {
        var result = new SyntheticEmg().WithResponse(1000).With(-1000, 1000, (_, value) => value + 300).Measure();
        Assert.True(result.IsValid);
        Assert.InRange(result.LatencyMilliseconds, 21.3, 22.7);
        Assert.InRange(result.Microvolts, 970, 1030);
    }

    [Fact]
    public void A_response_below_the_threshold_of_presence_is_valid_and_keeps_its_amplitude()
    {
        var result = new SyntheticEmg(noiseRms: 1).WithResponse(30).Measure();
        Assert.True(result.IsValid);
        Assert.False(result.IsPresent);
        Assert.InRange(result.Microvolts, 29, 37);
        Assert.True(double.IsNaN(result.LatencyMilliseconds));
    }

    [Fact]
    public void A_response_that_never_stands_out_of_the_noise_has_its_onset_at_a_tenth_of_the_peak()
    {
        // 4 of 50 ms of the baseline stand at ±90 µV, which puts the threshold at 80 µV, above the response's 75.
        var emg = new SyntheticEmg(noiseRms: 0).With(-45, -5, (ms, _) => Twitch((int)Math.Floor(ms))).WithResponse(150, 22, 20);
        var result = emg.Measure(new(RestRmsMicrovolts: 1000, RestPeakMicrovolts: 1000));
        var tenth = 22 + (20 * Math.Asin(0.1) / (2 * Math.PI));
        Assert.InRange(result.LatencyMilliseconds, tenth - 0.7, tenth + 0.7);

        static float Twitch(int millisecond) => millisecond % 10 != 0 ? 0 : millisecond % 20 == 0 ? 90 : -90;
    }

    [Fact]
    public void A_small_wave_before_the_response_is_not_its_onset()
    {
        var result = new SyntheticEmg(noiseRms: 1).WithResponse(1000).WithResponse(30, 15.5, 4).Measure();
        Assert.InRange(result.LatencyMilliseconds, 21.3, 22.7);
    }

    [Fact]
    public void Blanking_around_the_pulse_and_the_conditioning_pulse_before_it_do_no_harm()
    {
        var emg = new SyntheticEmg().WithResponse(1000).WithArtefact().WithBlanking(-6, 0).WithBlanking(-1, 5);
        Assert.True(emg.Measure() is { IsValid: true, Microvolts: > 970 and < 1030 });
    }

    [Theory]
    [InlineData(SampleQuality.AfterGap, MepFlaw.MissingSamples)]
    [InlineData(SampleQuality.NotFinite, MepFlaw.NotFinite)]
    [InlineData(SampleQuality.Saturated, MepFlaw.Saturated)]
    [InlineData(SampleQuality.Blanked, MepFlaw.Obscured)]
    [InlineData(SampleQuality.Contaminated, MepFlaw.Obscured)]
    [InlineData(SampleQuality.Settling, MepFlaw.Obscured)]
    [InlineData(SampleQuality.TimeDeduced, MepFlaw.None)]
    public void What_spoils_the_window_is_named(SampleQuality quality, MepFlaw flaw)
    {
        var result = new SyntheticEmg().WithResponse(1000).Flagged(30, 31, quality).Measure();
        Assert.Equal(flaw, result.Flaw);
        Assert.Equal(flaw == MepFlaw.None, result.IsValid);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_is_no_number_spoils_the_window_without_a_flag(float value)
    {
        var result = new SyntheticEmg().WithResponse(1000).With(30, 30.1, (_, _) => value).Measure();
        Assert.Equal(MepFlaw.NotFinite, result.Flaw);
        Assert.True(double.IsNaN(result.Microvolts));
    }

    [Fact]
    public void A_single_frame_on_the_rail_at_5_kHz_is_shorter_than_what_spoils() =>
        Assert.True(new SyntheticEmg().WithResponse(1000).Flagged(30, 30.1, SampleQuality.Saturated).Measure().IsValid);

    [Fact]
    public void The_same_flaws_outside_the_window_do_no_harm()
    {
        var emg = new SyntheticEmg().WithResponse(1000);
        emg.Flagged(8, 9, SampleQuality.AfterGap).Flagged(60, 61, SampleQuality.NotFinite).Flagged(-50, -49, SampleQuality.AfterGap);
        Assert.True(emg.Measure().IsValid);
    }

    [Fact]
    public void Rest_that_was_mostly_blanked_cannot_be_judged() =>
        Assert.Equal(MepFlaw.Obscured, new SyntheticEmg().WithResponse(1000).WithBlanking(-90, -40).Measure().Flaw);

    [Fact]
    public void Frames_that_are_missing_without_a_flag_are_missed()
    {
        var emg = new SyntheticEmg().WithResponse(1000);
        var measurement = new MepMeasurement(emg.Rate, new());
        measurement.OnMark(emg.Mark(StimulusMarkKind.Fired));
        for (var i = 0; i < emg.Microvolts.Length; i++)
        {
            if (emg.After(i) is < 40 or > 41)
            {
                measurement.Take(emg.Microvolts[i], SampleQuality.Good, emg.Time(i));
            }
        }

        Assert.True(measurement.TryTake(out var result));
        Assert.Equal(MepFlaw.MissingSamples, result.Flaw);
    }

    [Fact]
    public void A_stream_that_began_too_shortly_before_the_pulse_tells_nothing_of_rest()
    {
        var emg = new SyntheticEmg().WithResponse(1000);
        var measurement = new MepMeasurement(emg.Rate, new());
        measurement.OnMark(emg.Mark(StimulusMarkKind.Fired));
        for (var i = 500; i < emg.Microvolts.Length; i++)
        {
            measurement.Take(emg.Microvolts[i], SampleQuality.Good, emg.Time(i));
        }

        Assert.True(measurement.TryTake(out var result));
        Assert.Equal(MepFlaw.MissingSamples, result.Flaw);
    }

    [Fact]
    public void The_result_does_not_depend_on_when_the_mark_came_in() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-140, 290).ToArbitrary(),
        Gen.Choose(1, 1000).ToArbitrary(),
        (markMs, seed) =>
        {
            var emg = new SyntheticEmg(2000, 5, seed).WithResponse(1000);
            var early = emg.Measure();
            return emg.Run(new(emg.Rate, new()), (markMs, emg.Mark(StimulusMarkKind.Fired))) is [var late] && late == early;
        }));

    [Fact]
    public void A_mark_that_comes_after_the_frames_were_forgotten_says_so()
    {
        var emg = new SyntheticEmg(seconds: 2).WithResponse(1000);
        var result = Assert.Single(emg.Run(new(emg.Rate, new()), (1500, emg.Mark(StimulusMarkKind.Fired))));
        Assert.Equal(MepFlaw.MarkTooLate, result.Flaw);
        Assert.True(double.IsNaN(result.Microvolts));
    }
}
