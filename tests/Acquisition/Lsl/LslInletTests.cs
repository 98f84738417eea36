using System.Text;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;
using static ClosedLoop.Tests.Acquisition.LslStreams;

namespace ClosedLoop.Tests.Acquisition;

public sealed class LslInletTests
{
    private const double Stamp = 123456.789;

    [Theory]
    [InlineData(ChannelFormat.Float32, false)]
    [InlineData(ChannelFormat.Float32, true)]
    [InlineData(ChannelFormat.Double64, false)]
    [InlineData(ChannelFormat.Double64, true)]
    [InlineData(ChannelFormat.Int32, false)]
    [InlineData(ChannelFormat.Int32, true)]
    [InlineData(ChannelFormat.Int16, false)]
    [InlineData(ChannelFormat.Int16, true)]
    [InlineData(ChannelFormat.Int8, false)]
    [InlineData(ChannelFormat.Int8, true)]
    [InlineData(ChannelFormat.Int64, false)]
    [InlineData(ChannelFormat.Int64, true)]
    public void Every_number_format_is_read_in_both_byte_orders(ChannelFormat format, bool bigEndian)
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 2, rate: 100, format));
        peer.Reply = peer.Reply.Replace("Order: 1234", bigEndian ? "Order: 4321" : "Order: 1234", StringComparison.Ordinal);
        var (four, minusFive, two, minusThree) = Patterns(format);
        peer.Frame(Stamp, bigEndian, four, minusFive).Frame(Stamp, bigEndian, two, minusThree)
            .Frame(500.25, bigEndian, Number(format, 100), Number(format, -100)).Start();

        using var inlet = Open(peer.Source);
        var block = new SampleBlock(inlet.Info, 1);
        Fill(inlet, block, 1);

        Assert.Equal([100, -100], block.Values.ToArray());
        Assert.Equal(Instant.FromSeconds(500.25) + inlet.Correction, block.Timestamps[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Texts_are_read_in_both_byte_orders_and_with_every_length_of_length(bool bigEndian)
    {
        using var peer = new ScriptedOutlet(Markers());
        peer.Reply = peer.Reply.Replace("Order: 1234", bigEndian ? "Order: 4321" : "Order: 1234", StringComparison.Ordinal);
        peer.Frame(Stamp, bigEndian, [1], [2], Backwards("10", bigEndian)).Frame(Stamp, bigEndian, [1], [2], Backwards("10", bigEndian));
        byte[][] lengths = [[5], [5, 0], [5, 0, 0, 0], [5, 0, 0, 0, 0, 0, 0, 0]];
        foreach (var length in lengths)
        {
            peer.Frame(500, bigEndian, [(byte)length.Length], length, Backwards("hello", bigEndian));
        }

        peer.Start();
        using var inlet = Open(peer.Source);

        foreach (var _ in lengths)
        {
            Assert.Equal("hello", NextMarker(inlet).Text);
        }
    }

    [Fact]
    public void Frames_without_their_own_time_are_deduced_from_the_one_before()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1, rate: 100));
        peer.FloatPatterns().Float(500, 1).Float(null, 2).Float(null, 3).Float(500.03, 4).Start();
        using var inlet = Open(peer.Source);

        var block = new SampleBlock(inlet.Info, 4);
        Fill(inlet, block, 4);

        var first = block.Timestamps[0];
        Assert.Equal([0, 10, 20, 30], block.Timestamps.ToArray().Select(time => (time - first).TotalMilliseconds));
        Assert.Equal(
            [SampleQuality.Good, SampleQuality.TimeDeduced, SampleQuality.TimeDeduced, SampleQuality.Good], block.Qualities.ToArray());
        Assert.Equal(0, inlet.LostFrames);
    }

    [Fact]
    public void Frames_before_the_first_known_time_are_left_out()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1, rate: 100));
        peer.FloatPatterns().Float(null, 1).Float(null, 2).Float(500, 3).Start();
        using var inlet = Open(peer.Source);

        var block = new SampleBlock(inlet.Info, 4);
        Fill(inlet, block, 1);

        Assert.Equal([3], block.Values.ToArray());
    }

    [Fact]
    public void Times_never_go_back_and_say_when_they_were_held()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1, rate: 100));
        peer.FloatPatterns().Float(500, 1).Float(499.995, 2).Float(500.01, 3).Start();
        using var inlet = Open(peer.Source);

        var block = new SampleBlock(inlet.Info, 4);
        Fill(inlet, block, 3);

        Assert.Equal(block.Timestamps[0], block.Timestamps[1]);
        Assert.Equal([SampleQuality.Good, SampleQuality.TimeDeduced, SampleQuality.Good], block.Qualities.ToArray());
    }

    [Fact]
    public void A_clock_that_was_set_back_ends_the_stream()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1, rate: 100));
        peer.FloatPatterns().Float(500, 1).Float(400, 2).Start();
        using var inlet = Open(peer.Source);

        PollUntilLost(inlet);

        Assert.Contains("went back", inlet.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sender_whose_clock_is_100_s_ahead_is_corrected_by_minus_100_s()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { ClockAhead = Duration.FromSeconds(100) };
        peer.FloatPatterns().Float(1000, 1).Start();
        using var inlet = Open(peer.Source);

        var block = new SampleBlock(inlet.Info, 1);
        Fill(inlet, block, 1);

        var error = inlet.Correction + Duration.FromSeconds(100);
        Assert.True(error.Magnitude <= inlet.ClockOffset.ErrorBound, $"{error} is beyond {inlet.ClockOffset.ErrorBound}");
        Assert.Equal(Instant.FromSeconds(1000) + inlet.Correction, block.Timestamps[0]);
    }

    [Fact]
    public void An_outlet_of_this_machine_with_another_clock_is_corrected_too()
    {
        var ahead = new FakeClock(MonotonicClock.Instance.Now + Duration.FromSeconds(100));
        using var outlet = new LslOutlet(Eeg(), new LslOutletSettings(Clock: ahead));
        using var inlet = Open(outlet.Source);

        Assert.InRange(inlet.Correction.TotalSeconds, -100, -80);
        Assert.NotEqual(Duration.Zero, inlet.Correction);
    }

    [Fact]
    public void A_recovered_stream_goes_on_after_a_gap_and_never_earlier()
    {
        var info = Eeg(channels: 1, rate: 100);
        var outlet = new LslOutlet(info);
        using var lost = Open(outlet.Source);
        var start = MonotonicClock.Instance.Now;
        outlet.Push([1], start);
        var block = new SampleBlock(lost.Info, 4);
        Fill(lost, block, 1);
        outlet.Dispose();
        PollUntilLost(lost);

        using var again = new LslOutlet(info);
        Assert.True(lost.TryRecover(Patience, out var inlet, out var fault), fault);
        again.Push([2], start + Duration.FromMilliseconds(50));
        Fill(inlet, block, 2);

        Assert.Same(lost.Info, inlet.Info);
        Assert.Equal(SampleQuality.AfterGap, block.Qualities[1]);
        Assert.Equal(Duration.FromMilliseconds(50), block.Timestamps[1] - block.Timestamps[0]);
        Assert.Equal(4, inlet.LostFrames);
        inlet.Dispose();
    }

    [Fact]
    public void A_stream_with_a_double_is_not_recovered_by_chance()
    {
        var info = Eeg(channels: 1);
        var outlet = new LslOutlet(info);
        using var lost = Open(outlet.Source);
        outlet.Dispose();
        PollUntilLost(lost);

        using var one = new LslOutlet(info);
        using var other = new LslOutlet(info);

        Assert.False(lost.TryRecover(Patience, out _, out var fault));
        Assert.StartsWith("2 streams", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_correction_follows_the_clock_of_the_sender()
    {
        var clock = new MovableClock();
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { ClockAhead = Duration.FromSeconds(100) };
        peer.FloatPatterns().Start();
        using var inlet = Open(peer.Source, new LslInletSettings(Clock: clock));
        var block = new SampleBlock(inlet.Info, 1);
        var poller = new LslPoller([inlet]);
        peer.ClockAhead = Duration.FromSeconds(100.5);

        // Our clock jumps between the probes, and the sender's with it, so that the next wave does not take its real two seconds.
        Until(() =>
        {
            inlet.Poll(block, clock.Now);
            poller.Wait(Duration.FromMilliseconds(20));
            inlet.Poll(block, clock.Now);
            clock.Ahead += Duration.FromMilliseconds(65);
            peer.ClockAhead += Duration.FromMilliseconds(65);
            return inlet.Correction < Duration.FromSeconds(-100.4);
        });

        Assert.InRange(inlet.Correction.TotalSeconds, -100.6, -100.4);
    }

    [Fact]
    public void A_stream_without_a_source_id_is_not_guessed_at()
    {
        var info = Eeg() with { SourceId = string.Empty };
        using var outlet = new LslOutlet(info);
        using var inlet = Open(outlet.Source);

        Assert.False(inlet.TryRecover(Duration.FromSeconds(1), out _, out var fault));
        Assert.Contains("no source id", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_of_another_stream_is_refused()
    {
        using var outlet = new LslOutlet(Eeg(channels: 3));
        using var inlet = Open(outlet.Source);

        Assert.Throws<ArgumentException>(() => inlet.Poll(new SampleBlock(Eeg(channels: 2), 1), MonotonicClock.Instance.Now));
        Assert.Throws<InvalidOperationException>(() => inlet.TryTakeMarker(MonotonicClock.Instance.Now, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Polling_and_waiting_allocate_nothing_between_or_during_clock_probes(int clockJumpMilliseconds)
    {
        var clock = new MovableClock();
        using var outlet = new LslOutlet(Eeg(channels: 8, rate: 1000), new LslOutletSettings(Clock: clock));
        using var inlet = Open(outlet.Source, new LslInletSettings(clock));
        var poller = new LslPoller([inlet]);
        var block = new SampleBlock(inlet.Info, 64);
        var frame = new float[8];
        var time = MonotonicClock.Instance.Now;
        PushAndPoll(500);

        Assert.Equal(0, LeastAllocated(() => PushAndPoll(1000)));
        Assert.Equal(0, inlet.LostFrames);

        void PushAndPoll(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                time += Duration.FromMilliseconds(1);
                frame[0] = i;
                outlet.Push(frame, time);
                clock.Ahead += Duration.FromMilliseconds(clockJumpMilliseconds);
                do
                {
                    poller.Wait(Duration.FromMilliseconds(5));
                    inlet.Poll(block, time);
                }
                while (block.FrameCount == 0);

                block.Poison();
            }
        }
    }

    [Fact]
    public void Markers_that_recur_allocate_nothing()
    {
        using var outlet = new LslOutlet(Markers());
        using var inlet = Open(outlet.Source);
        var poller = new LslPoller([inlet]);
        string[] texts = ["S  1", "S  2", "go"];
        var time = MonotonicClock.Instance.Now;
        PushAndTake(300);

        Assert.Equal(0, LeastAllocated(() => PushAndTake(300)));

        void PushAndTake(int count)
        {
            for (var i = 0; i < count; i++)
            {
                time += Duration.FromMilliseconds(1);
                outlet.Push(texts[i % 3], time);
                Marker marker;
                while (!inlet.TryTakeMarker(time, out marker))
                {
                    poller.Wait(Duration.FromMilliseconds(5));
                }

                if (marker.Text != texts[i % 3])
                {
                    throw new InvalidOperationException(marker.Text);
                }
            }
        }
    }

    private sealed class MovableClock : Clock
    {
        public Duration Ahead { get; set; }

        public override Instant Now => MonotonicClock.Instance.Now + Ahead;
    }

    private static (byte[] Four, byte[] MinusFive, byte[] Two, byte[] MinusThree) Patterns(ChannelFormat format)
    {
        long added = format switch
        {
            ChannelFormat.Double64 => 16_777_217,
            ChannelFormat.Int32 => 65_537,
            ChannelFormat.Int16 => 257,
            ChannelFormat.Int8 => 1,
            ChannelFormat.Int64 => 2_147_483_649,
            _ => 0,
        };
        return (Number(format, 4 + added), Number(format, -(5 + added)), Number(format, 2 + added), Number(format, -(3 + added)));
    }

    private static byte[] Number(ChannelFormat format, long value) => format switch
    {
        ChannelFormat.Float32 => BitConverter.GetBytes((float)value),
        ChannelFormat.Double64 => BitConverter.GetBytes((double)value),
        ChannelFormat.Int32 => BitConverter.GetBytes((int)value),
        ChannelFormat.Int16 => BitConverter.GetBytes((short)value),
        ChannelFormat.Int8 => new[] { unchecked((byte)(sbyte)value) },
        _ => BitConverter.GetBytes(value),
    };

    // The script turns every value round for the big-endian order, and letters have none.
    private static byte[] Backwards(string text, bool bigEndian)
    {
        var letters = Encoding.ASCII.GetBytes(text);
        return bigEndian ? [.. letters.Reverse()] : letters;
    }
}
