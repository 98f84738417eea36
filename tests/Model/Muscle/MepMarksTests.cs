using ClosedLoop.Core;
using ClosedLoop.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Model;

/// <summary>Which pulses give a result, and which time counts.</summary>
public sealed class MepMarksTests
{
    private static readonly SyntheticEmg s_emg = new SyntheticEmg(2000, 2).WithResponse(1000);

    private static List<MepResult> Run(params (double AtMs, StimulusMark Mark)[] marks) => s_emg.Run(new(s_emg.Rate, new()), marks);

    [Fact]
    public void A_planned_pulse_is_measured_from_when_it_fired()
    {
        var result = Assert.Single(Run(
            (-100, s_emg.Mark(StimulusMarkKind.Planned, shiftMs: 3)),
            (60, s_emg.Mark(StimulusMarkKind.Fired))));

        Assert.Equal(s_emg.Pulse, result.PulseTime);
        Assert.Equal((1, 0, 1), (result.Request, result.Pulse, result.Output));
        Assert.InRange(result.LatencyMilliseconds, 21.3, 22.7);
    }

    [Fact]
    public void A_cancelled_pulse_gives_no_result() => Assert.Empty(Run(
        (-100, s_emg.Mark(StimulusMarkKind.Planned)),
        (20, s_emg.Mark(StimulusMarkKind.Cancelled))));

    [Fact]
    public void A_pulse_that_nobody_confirmed_gives_a_result_that_is_not_valid()
    {
        var result = Assert.Single(Run((-100, s_emg.Mark(StimulusMarkKind.Planned))));
        Assert.Equal(MepFlaw.NotConfirmed, result.Flaw);
        Assert.False(result.IsValid);
    }

    [Fact]
    public void A_pulse_is_measured_once_whatever_marks_follow() => Assert.Single(Run(
        (0, s_emg.Mark(StimulusMarkKind.Fired)),
        (10, s_emg.Mark(StimulusMarkKind.Planned)),
        (10, s_emg.Mark(StimulusMarkKind.Fired)),
        (100, s_emg.Mark(StimulusMarkKind.Fired)),
        (110, s_emg.Mark(StimulusMarkKind.Cancelled)),
        (120, s_emg.Mark(StimulusMarkKind.Planned))));

    [Fact]
    public void Each_request_and_each_pulse_of_a_train_has_its_own_result()
    {
        var results = Run(
            (0, s_emg.Mark(StimulusMarkKind.Fired, request: 1, pulse: 0, output: 0, shiftMs: -5)),
            (0, s_emg.Mark(StimulusMarkKind.Fired, request: 1, pulse: 1)),
            (0, s_emg.Mark(StimulusMarkKind.Fired, request: 2, pulse: 0)));
        Assert.Equal([(1, 0), (1, 1), (2, 0)], results.Select(result => ((int)result.Request, result.Pulse)));
    }

    [Fact]
    public void Only_pulses_of_the_output_asked_for_are_followed()
    {
        var measurement = new MepMeasurement(s_emg.Rate, new(Output: 1));
        var results = s_emg.Run(
            measurement,
            (0, s_emg.Mark(StimulusMarkKind.Fired, pulse: 0, output: 0, shiftMs: -5)),
            (0, s_emg.Mark(StimulusMarkKind.Fired, pulse: 1, output: 1)));
        Assert.Equal(1, Assert.Single(results).Output);
    }

    [Fact]
    public void Pulses_of_a_recording_have_no_request_and_are_told_apart_by_their_time()
    {
        var results = Run(
            (-120, s_emg.Mark(StimulusMarkKind.Fired, request: 0, output: -1, shiftMs: -120)),
            (0, s_emg.Mark(StimulusMarkKind.Planned, request: 0, output: -1)),
            (1, s_emg.Mark(StimulusMarkKind.Fired, request: 0, output: -1)));
        Assert.Equal([-120.0, 0.0], results.Select(result => (result.PulseTime - s_emg.Pulse).TotalMilliseconds));
    }

    [Fact]
    public void A_mark_without_a_time_is_ignored() => Assert.Empty(Run((0, new(default, 1, StimulusMarkKind.Fired, 1, 0))));

    [Fact]
    public void More_pulses_than_can_be_followed_are_counted_as_lost()
    {
        var measurement = new MepMeasurement(s_emg.Rate, new());
        for (var pulse = 0; pulse < MepMeasurement.Capacity + 3; pulse++)
        {
            measurement.OnMark(s_emg.Mark(StimulusMarkKind.Planned, pulse: pulse));
        }

        Assert.Equal(3, measurement.LostPulses);
    }

    [Fact]
    public void Results_that_nobody_took_are_counted_as_lost_and_the_newest_are_kept()
    {
        var measurement = new MepMeasurement(s_emg.Rate, new());
        s_emg.Run(measurement);
        for (var request = 1; request <= MepMeasurement.Capacity + 2; request++)
        {
            measurement.OnMark(s_emg.Mark(StimulusMarkKind.Fired, request));
        }

        Assert.Equal(2, measurement.LostResults);
        Assert.True(measurement.TryTake(out var oldest));
        Assert.Equal(3, oldest.Request);
    }

    [Fact]
    public void Reset_forgets_frames_and_pulses()
    {
        var measurement = new MepMeasurement(s_emg.Rate, new());
        s_emg.Run(measurement, (-100, s_emg.Mark(StimulusMarkKind.Planned, request: 9)));
        measurement.OnMark(s_emg.Mark(StimulusMarkKind.Planned, request: 10, shiftMs: 300));
        measurement.Reset();

        Assert.False(measurement.TryTake(out _));
        Assert.Equal(s_emg.Measure(), Assert.Single(s_emg.Run(measurement, (0, s_emg.Mark(StimulusMarkKind.Fired)))));
    }

    [Fact]
    public void Whatever_comes_in_nothing_throws_and_no_pulse_has_two_results() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed =>
        {
            var random = new Random(seed);
            var measurement = new MepMeasurement(s_emg.Rate, new());
            var seen = new HashSet<(long, int, int)>();
            for (var i = 0; i < 3000; i++)
            {
                if (random.Next(20) == 0)
                {
                    // 60 different pulses, fewer than the results that are remembered.
                    var at = s_emg.Time(i) + Duration.FromMilliseconds(random.Next(-600, 600));
                    measurement.OnMark(new(at, random.Next(3), (StimulusMarkKind)random.Next(3), random.Next(1, 11), random.Next(2)));
                }

                // Junk: values of any bits, flags of any kind now and then, times that jump back and forth.
                var quality = random.Next(50) == 0 ? (SampleQuality)random.Next(256) : SampleQuality.Good;
                var value = random.Next(100) == 0 ? BitConverter.Int32BitsToSingle(random.Next()) : (float)random.NextDouble();
                measurement.Take(value, quality, s_emg.Time(random.Next(200) == 0 ? random.Next(3000) : i));
                while (measurement.TryTake(out var result))
                {
                    if (!seen.Add((result.Request, result.Pulse, result.Output)) || (result.IsValid && !double.IsFinite(result.Microvolts)))
                    {
                        return false;
                    }
                }
            }

            return seen.Count > 0;
        }));

    [Fact]
    public void Frames_and_marks_allocate_nothing()
    {
        var measurement = new MepMeasurement(s_emg.Rate, new());
        Session(measurement, 1);
        measurement.Reset();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Session(measurement, 2);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Settings_that_contradict_themselves_are_refused()
    {
        var rate = Frequency.FromHertz(2000);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MepMeasurement(Frequency.FromHertz(500), new()));
        Assert.Throws<ArgumentException>(() => new MepMeasurement(rate, new(WindowFromMs: 50, WindowToMs: 15)));
        Assert.Throws<ArgumentException>(() => new MepMeasurement(rate, new(BaselineToMs: 5)));
        Assert.Throws<ArgumentException>(() => new MepMeasurement(rate, new(PrestimulusFromMs: 0)));
        Assert.Throws<ArgumentException>(() => new MepMeasurement(rate, new(RestRmsMicrovolts: double.NaN)));
        Assert.Throws<ArgumentException>(() => new MepMeasurement(rate, new(ConfirmationMs: -1)));
    }

    private static void Session(MepMeasurement measurement, long request)
    {
        measurement.OnMark(s_emg.Mark(StimulusMarkKind.Planned, request));
        measurement.OnMark(s_emg.Mark(StimulusMarkKind.Fired, request));
        for (var i = 0; i < s_emg.Microvolts.Length; i++)
        {
            measurement.Take(s_emg.Microvolts[i], s_emg.Qualities[i], s_emg.Time(i));
        }

        Assert.True(measurement.TryTake(out var result) && result.IsPresent);
    }
}
