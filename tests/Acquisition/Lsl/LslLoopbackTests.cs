using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;
using static ClosedLoop.Tests.Acquisition.LslStreams;

namespace ClosedLoop.Tests.Acquisition;

public sealed class LslLoopbackTests
{
    [Fact]
    public void Numbers_arrive_as_they_were_pushed_with_their_times()
    {
        using var outlet = new LslOutlet(Eeg());
        using var inlet = Open(outlet.Source);
        Assert.True(outlet.HasConsumers);
        var start = MonotonicClock.Instance.Now;
        for (var i = 0; i < 20; i++)
        {
            outlet.Push([i, -i, 0.5f * i], start + Duration.FromMilliseconds(2 * i));
        }

        var block = new SampleBlock(inlet.Info, 20);
        Fill(inlet, block, 20);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal([i, -i, 0.5f * i], block.Frame(i).ToArray());
            Assert.Equal(start + Duration.FromMilliseconds(2 * i), block.Timestamps[i]);
            Assert.Equal(SampleQuality.Good, block.Qualities[i]);
        }

        Assert.Equal(0, inlet.LostFrames);
        Assert.Equal(0, outlet.LostFrames);
    }

    [Fact]
    public void Markers_arrive_as_they_were_pushed_with_their_times()
    {
        using var outlet = new LslOutlet(Markers());
        using var inlet = Open(outlet.Source);
        var start = MonotonicClock.Instance.Now;
        string[] texts = ["S  1", string.Empty, "Reiz µ 🧠", new string('x', 255), new string('y', 256), new string('z', 70_000)];
        for (var i = 0; i < texts.Length; i++)
        {
            outlet.Push(texts[i], start + Duration.FromMilliseconds(i));
        }

        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(new Marker(start + Duration.FromMilliseconds(i), texts[i]), NextMarker(inlet));
        }
    }

    [Fact]
    public void A_marker_of_several_channels_is_joined_by_tabs()
    {
        using var outlet = new LslOutlet(Markers(channels: 3));
        using var inlet = Open(outlet.Source);

        outlet.Push(["trial", string.Empty, "7"], MonotonicClock.Instance.Now);

        Assert.Equal("trial\t\t7", NextMarker(inlet).Text);
    }

    [Fact]
    public void The_description_tells_labels_units_and_types()
    {
        var info = Eeg(channels: 2);
        using var outlet = new LslOutlet(info);
        using var inlet = Open(outlet.Source with { Info = info with { Channels = [new(""), new("")] } });

        Assert.Equal(info.Channels, inlet.Info.Channels);
        Assert.Equal((info.Name, info.Type, info.NominalRate, info.Format, info.SourceId),
            (inlet.Info.Name, inlet.Info.Type, inlet.Info.NominalRate, inlet.Info.Format, inlet.Info.SourceId));
    }

    [Fact]
    public void What_does_not_fit_into_a_block_stays_for_the_next_poll()
    {
        using var outlet = new LslOutlet(Eeg(channels: 1));
        using var inlet = Open(outlet.Source);
        var start = MonotonicClock.Instance.Now;
        for (var i = 0; i < 10; i++)
        {
            outlet.Push([i], start + Duration.FromMilliseconds(2 * i));
        }

        var block = new SampleBlock(inlet.Info, 4);
        var values = new List<float>();
        while (values.Count < 10)
        {
            Fill(inlet, block, 1);
            values.AddRange(block.Values.ToArray());
            block.Poison();
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), values);
    }

    [Fact]
    public void Several_inlets_read_the_same_stream()
    {
        using var outlet = new LslOutlet(Eeg(channels: 1));
        using var first = Open(outlet.Source);
        using var second = Open(outlet.Source);

        outlet.Push([42], MonotonicClock.Instance.Now);

        foreach (var inlet in new[] { first, second })
        {
            var block = new SampleBlock(inlet.Info, 1);
            Fill(inlet, block, 1);
            Assert.Equal(42, block.Values[0]);
        }
    }

    [Fact]
    public void A_value_that_is_no_number_marks_its_frame()
    {
        using var outlet = new LslOutlet(Eeg(channels: 2));
        using var inlet = Open(outlet.Source);

        var start = MonotonicClock.Instance.Now;
        outlet.Push([1, float.NaN], start);
        outlet.Push([1, 2], start + Duration.FromMilliseconds(2));

        var block = new SampleBlock(inlet.Info, 2);
        Fill(inlet, block, 2);
        Assert.Equal([SampleQuality.NotFinite, SampleQuality.Good], block.Qualities.ToArray());
    }

    [Fact]
    public void A_missing_frame_is_counted_and_the_frame_after_it_marked()
    {
        using var outlet = new LslOutlet(Eeg(channels: 1, rate: 100));
        using var inlet = Open(outlet.Source);
        var start = MonotonicClock.Instance.Now;
        foreach (var i in new[] { 0, 1, 4, 5 })
        {
            outlet.Push([i], start + Duration.FromMilliseconds(10 * i));
        }

        var block = new SampleBlock(inlet.Info, 4);
        Fill(inlet, block, 4);

        Assert.Equal(2, inlet.LostFrames);
        Assert.Equal(
            [SampleQuality.Good, SampleQuality.Good, SampleQuality.AfterGap, SampleQuality.Good], block.Qualities.ToArray());
    }

    [Theory]
    [InlineData(0, 10, 60, 60, 60, 61, 61, 70, 80)]
    [InlineData(0, 10, 60, 60, 110, 110, 110, 111, 111, 111, 112, 112)]
    public void A_sender_that_was_late_and_catches_up_has_lost_nothing(params int[] pushedAtMilliseconds)
    {
        using var outlet = new LslOutlet(Eeg(channels: 1, rate: 100));
        using var inlet = Open(outlet.Source);
        var start = MonotonicClock.Instance.Now;
        foreach (var milliseconds in pushedAtMilliseconds)
        {
            outlet.Push([1], start + Duration.FromMilliseconds(milliseconds));
        }

        var block = new SampleBlock(inlet.Info, pushedAtMilliseconds.Length);
        Fill(inlet, block, pushedAtMilliseconds.Length);

        Assert.Equal(0, inlet.LostFrames);
        Assert.Contains(SampleQuality.AfterGap, block.Qualities.ToArray());
    }

    [Fact]
    public void An_outlet_that_ends_is_noticed()
    {
        using var outlet = new LslOutlet(Eeg());
        using var inlet = Open(outlet.Source);

        outlet.Dispose();

        PollUntilLost(inlet);
        Assert.Contains("closed the stream", inlet.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inlet_that_ends_is_noticed()
    {
        using var outlet = new LslOutlet(Eeg());
        Open(outlet.Source).Dispose();

        Until(() => !outlet.HasConsumers);
    }

    [Fact]
    public void Waiting_for_consumers_ends_when_one_comes()
    {
        using var outlet = new LslOutlet(Eeg());
        Assert.False(outlet.WaitForConsumers(Duration.FromMilliseconds(1)));

        using var inlet = Open(outlet.Source);

        Assert.True(outlet.WaitForConsumers(Patience));
    }

    [Fact]
    public void A_sender_on_this_machine_needs_no_correction()
    {
        using var outlet = new LslOutlet(Eeg());
        using var inlet = Open(outlet.Source);

        Assert.True(inlet.ClockOffset.IsKnown);
        Assert.Equal(Duration.Zero, inlet.Correction);
    }
}
