using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

public sealed class BlankingTests : OperatorContract
{
    // Frame i is at 1 s + i ms.
    private static readonly BlankingWindow _window = new(Milliseconds(2), Milliseconds(15), Milliseconds(100));

    protected override StreamInfo Input => Montages.Stream(["C3", "C4"]);

    protected override IBlockOperator Create(int capacity)
    {
        var blanking = new Blanking(Input, _window, capacity);
        blanking.OnMark(Mark(500, StimulusMarkKind.Planned));
        blanking.OnMark(Mark(505, StimulusMarkKind.Planned, pulse: 1));
        blanking.OnMark(Mark(2200, StimulusMarkKind.Fired, request: 2));
        return blanking;
    }

    [Fact]
    public void A_planned_pulse_holds_the_last_value_from_before_it_and_flags_what_follows()
    {
        var (blanking, signal) = (New(), Signal());
        blanking.OnMark(Mark(500, StimulusMarkKind.Planned));
        var output = Run(blanking, signal, [64]);
        for (var i = 0; i < output.FrameCount; i++)
        {
            var expected = i is >= 498 and < 515 ? SampleQuality.Blanked : i is >= 515 and < 600 ? SampleQuality.Contaminated : SampleQuality.Good;
            Assert.Equal(expected, output.Qualities[i]);
            Assert.Equal(expected == SampleQuality.Blanked ? signal[497] : signal[i], output[i]);
        }
    }

    [Fact]
    public void A_pair_five_milliseconds_apart_is_one_blank()
    {
        var (blanking, signal) = (New(), Signal());
        blanking.OnMark(Mark(500, StimulusMarkKind.Planned));
        blanking.OnMark(Mark(505, StimulusMarkKind.Planned, pulse: 1));
        var output = Run(blanking, signal, [64]);
        Assert.Equal([.. Enumerable.Range(498, 22)], Flagged(output, SampleQuality.Blanked));
        Assert.Equal(signal[497], output[519]);
    }

    [Fact]
    public void A_cancelled_pulse_blanks_nothing_from_then_on()
    {
        var (blanking, signal) = (New(), Signal());
        blanking.OnMark(Mark(500, StimulusMarkKind.Planned));
        blanking.OnMark(Mark(900, StimulusMarkKind.Planned, request: 2));
        blanking.OnMark(Mark(500, StimulusMarkKind.Cancelled));
        Assert.Equal([.. Enumerable.Range(898, 17)], Flagged(Run(blanking, signal, [64]), SampleQuality.Blanked));
    }

    [Fact]
    public void A_pulse_cancelled_in_its_window_ends_the_blank_there_and_keeps_the_one_before_in_force()
    {
        var (blanking, signal) = (New(), Signal());
        blanking.OnMark(Mark(500, StimulusMarkKind.Fired));
        blanking.OnMark(Mark(540, StimulusMarkKind.Planned, request: 2));
        var first = Part(blanking, signal, 0, 545);
        blanking.OnMark(Mark(540, StimulusMarkKind.Cancelled, request: 2));
        var rest = Part(blanking, signal, 545, 1000);
        Assert.Equal(SampleQuality.Blanked, first.Qualities[544]);
        Assert.Equal(SampleQuality.Contaminated, rest.Qualities[0]);
        Assert.Equal(SampleQuality.Contaminated, rest.Qualities[599 - 545]);
        Assert.Equal(SampleQuality.Good, rest.Qualities[600 - 545]);
    }

    [Fact]
    public void A_pulse_is_blanked_where_it_fired_not_where_it_was_planned()
    {
        var (blanking, signal) = (New(), Signal());
        blanking.OnMark(Mark(500, StimulusMarkKind.Planned));
        blanking.OnMark(Mark(503, StimulusMarkKind.Fired));
        Assert.Equal([.. Enumerable.Range(501, 17)], Flagged(Run(blanking, signal, [64]), SampleQuality.Blanked));
    }

    [Fact]
    public void A_late_mark_rewrites_nothing_and_still_holds_a_value_from_before_the_pulse()
    {
        var (blanking, signal) = (New(), Signal());
        signal[500][0] = 30000;
        signal[501][0] = 20000;
        var before = Part(blanking, signal, 0, 503);
        blanking.OnMark(Mark(500, StimulusMarkKind.Fired));
        var after = Part(blanking, signal, 503, 1000);
        Assert.All(before.Qualities, quality => Assert.Equal(SampleQuality.Good, quality));
        Assert.Equal(30000, before[500][0]);
        Assert.Equal(signal[497], after[0]);
        Assert.Equal(SampleQuality.Blanked, after.Qualities[0]);
        Assert.Equal(SampleQuality.Contaminated, after.Qualities[20]);
    }

    [Fact]
    public void A_mark_that_comes_after_its_window_still_flags()
    {
        var (blanking, signal) = (New(), Signal());
        Part(blanking, signal, 0, 550);
        blanking.OnMark(Mark(500, StimulusMarkKind.Fired, request: 0));
        var after = Part(blanking, signal, 550, 1000);
        Assert.Equal([.. Enumerable.Range(0, 50)], Flagged(after, SampleQuality.Contaminated));
        Assert.Empty(Flagged(after, SampleQuality.Blanked));
    }

    [Fact]
    public void Marks_of_a_recording_have_no_request_and_each_is_a_pulse_of_its_own()
    {
        var (blanking, signal) = (New(), Signal());
        blanking.OnMark(Mark(900, StimulusMarkKind.Fired, request: 0));
        blanking.OnMark(Mark(500, StimulusMarkKind.Fired, request: 0));
        Assert.Equal(34, Flagged(Run(blanking, signal, [64]), SampleQuality.Blanked).Count);
    }

    [Fact]
    public void The_artefact_does_not_reach_the_filter_behind_the_blank()
    {
        var (clean, spoiled) = (Signal(), Signal());
        for (var i = 500; i < 510; i++)
        {
            spoiled[i][0] = 50000;
            spoiled[i][1] = -50000;
        }

        Assert.Null(Filtered(clean).FirstDifference(Filtered(spoiled)));

        TestSignal Filtered(TestSignal signal)
        {
            var blanking = New();
            blanking.OnMark(Mark(500, StimulusMarkKind.Planned));
            var filter = new SosFilter(
                Input, ButterworthDesign.BandPass(2, Frequency.FromHertz(8), Frequency.FromHertz(13), Frequency.FromHertz(1000)), 64);
            return Run(filter, Run(blanking, signal, [64]), [64]);
        }
    }

    [Fact]
    public void A_saturated_value_is_not_held_when_a_good_one_is_known()
    {
        var (blanking, signal) = (New(), Signal());
        signal.Flag(497, SampleQuality.Saturated);
        blanking.OnMark(Mark(500, StimulusMarkKind.Planned));
        Assert.Equal(signal[496], Run(blanking, signal, [64])[500]);
    }

    [Fact]
    public void EMG_is_free_again_before_the_response_begins()
    {
        var blanking = new Blanking(Input, BlankingWindow.Emg, 64);
        blanking.OnMark(Mark(500, StimulusMarkKind.Fired));
        var output = Run(blanking, Signal(), [64]);
        Assert.Equal([.. Enumerable.Range(499, 6)], Flagged(output, SampleQuality.Blanked));
        Assert.Empty(Flagged(output, SampleQuality.Contaminated));
    }

    [Fact]
    public void A_long_train_fits_and_more_pulses_than_it_was_built_for_are_refused()
    {
        var blanking = new Blanking(Input, _window, 64, pulses: 3);
        for (var pulse = 0; pulse < 3; pulse++)
        {
            blanking.OnMark(Mark(500 + (20 * pulse), StimulusMarkKind.Planned, pulse: pulse));
        }

        var refusal = Assert.Throws<InvalidOperationException>(() => blanking.OnMark(Mark(900, StimulusMarkKind.Planned, pulse: 3)));
        Assert.Contains("More than 3 pulses", refusal.Message, StringComparison.Ordinal);

        // Once a pulse's time is over its place is free.
        Part(blanking, Signal(), 0, 610);
        blanking.OnMark(Mark(900, StimulusMarkKind.Planned, pulse: 3));
    }

    [Fact]
    public void Taking_marks_allocates_nothing()
    {
        var blanking = New();
        blanking.OnMark(Mark(1, StimulusMarkKind.Planned));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var pulse = 1; pulse < 100; pulse++)
        {
            blanking.OnMark(Mark(pulse, StimulusMarkKind.Planned, pulse: pulse));
            blanking.OnMark(Mark(pulse, StimulusMarkKind.Cancelled, pulse: pulse));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Duration Milliseconds(double milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static StimulusMark Mark(int frame, StimulusMarkKind kind, long request = 1, int pulse = 0) =>
        new(Instant.FromSeconds(1) + Milliseconds(frame), 0, kind, request, pulse);

    private static List<int> Flagged(TestSignal signal, SampleQuality flag) =>
        [.. Enumerable.Range(0, signal.FrameCount).Where(i => (signal.Qualities[i] & flag) != 0)];

    private Blanking New() => new(Input, _window, 64);

    private TestSignal Part(Blanking blanking, TestSignal signal, int from, int to)
    {
        var part = new TestSignal(Input);
        for (var i = from; i < to; i++)
        {
            part.Add(signal[i], signal.Times[i], signal.Qualities[i]);
        }

        return Run(blanking, part, [13]);
    }
}
