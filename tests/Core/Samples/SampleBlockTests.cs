using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.Core.Samples;

public sealed class SampleBlockTests
{
    private static readonly StreamInfo _stream = new(
        "EEG", "EEG", Frequency.FromHertz(1000), ChannelFormat.Float32, [new("C3", "uV"), new("C4", "uV"), new("Cz", "uV")]);

    [Fact]
    public void Frames_lie_one_after_the_other() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        size =>
        {
            var frames = size.Get;
            var block = new SampleBlock(_stream, frames);
            for (var i = 0; i < frames; i++)
            {
                var values = block.Append(Instant.FromNanoseconds(i + 1), (SampleQuality)(i % 2));
                (values[0], values[1], values[2]) = (3 * i, (3 * i) + 1, (3 * i) + 2);
            }

            return block.FrameCount == frames
                && block.Values.ToArray().SequenceEqual(Enumerable.Range(0, 3 * frames).Select(v => (float)v))
                && block.Frame(frames - 1)[2] == (3 * frames) - 1
                && block.Timestamps[frames - 1].TotalNanoseconds == frames
                && block.Qualities[frames - 1] == (SampleQuality)((frames - 1) % 2);
        }));

    [Fact]
    public void A_new_block_is_empty()
    {
        var block = new SampleBlock(_stream, 4);
        Assert.Equal((0, 4, 3, 0L), (block.FrameCount, block.Capacity, block.ChannelCount, block.FirstInput));
        Assert.True(block.Values.IsEmpty && block.Timestamps.IsEmpty && block.Qualities.IsEmpty);
    }

    [Fact]
    public void A_full_block_takes_no_more_and_says_how_much_it_holds()
    {
        var block = new SampleBlock(_stream, 1);
        block.Append(Instant.FromSeconds(1), SampleQuality.Good);
        var refusal = Assert.Throws<InvalidOperationException>(() => block.Append(Instant.FromSeconds(2), SampleQuality.Good));
        Assert.Contains("it holds 1 frames of 'EEG'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void A_frame_that_is_not_in_the_block_is_refused(int frame)
    {
        var block = new SampleBlock(_stream, 4);
        block.Append(Instant.FromSeconds(1), SampleQuality.Good);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Frame(frame));
    }

    [Fact]
    public void A_block_without_room_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SampleBlock(_stream, 0));

    [Fact]
    public void A_poisoned_block_shows_whoever_kept_it_nothing_that_could_pass_for_data()
    {
        var block = new SampleBlock(_stream, 2);
        block.Append(Instant.FromSeconds(1), SampleQuality.Good).Fill(5);
        block.FirstInput = 7;
        var values = block.Values;
        var times = block.Timestamps;
        var qualities = block.Qualities;
        block.Poison();
        Assert.All(values.ToArray(), value => Assert.True(float.IsNaN(value)));
        Assert.False(times[0].IsSet);
        Assert.Equal(0xFF, (int)qualities[0]);
        Assert.Equal((0, 0L), (block.FrameCount, block.FirstInput));
    }

    [Fact]
    public void A_cleared_block_can_be_filled_again_without_allocation()
    {
        var block = new SampleBlock(_stream, 32);
        Fill(block);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Fill(block);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Fill(SampleBlock block)
    {
        block.Poison();
        for (var i = 0; i < block.Capacity; i++)
        {
            block.Append(Instant.FromNanoseconds(i + 1), SampleQuality.Good).Fill(i);
        }
    }
}
