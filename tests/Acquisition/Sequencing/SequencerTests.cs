using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

public sealed class SequencerTests
{
    private static readonly StreamInfo Numbers = new("n", "EEG", Frequency.FromHertz(100), ChannelFormat.Float32, [new("C3", "uV")]);

    /// <summary>Notes every frame in the order in which it was taken: stream, time in ms, value.</summary>
    private sealed class Notes : ITurnTaker
    {
        public List<(int Stream, double Milliseconds, float Value)> Frames { get; } = [];

        public List<SampleBlock> Blocks { get; } = [];

        public List<(int Stream, string Reason)> Losses { get; } = [];

        public void BeginTurn(Instant taken)
        {
        }

        public void TakeFrames(int stream, SampleBlock block)
        {
            Blocks.Add(block);
            for (var frame = 0; frame < block.FrameCount; frame++)
            {
                Frames.Add((stream, block.Timestamps[frame].TotalSeconds * 1e3, block.Frame(frame)[0]));
            }
        }

        public void TakeMarker(int stream, in Marker marker) => Frames.Add((stream, marker.Time.TotalSeconds * 1e3, 0));

        public void StreamLost(int stream, string reason) => Losses.Add((stream, reason));

        public void EndTurn()
        {
        }
    }

    private static SteppedSource Source(IReadOnlyList<int> milliseconds, int chunk)
    {
        var next = 0;
        return SteppedSource.OfFrames(Numbers, chunk, block =>
        {
            var count = 0;
            for (; next < milliseconds.Count && block.FrameCount < block.Capacity; next++, count++)
            {
                block.Append(Instant.FromSeconds(1 + (milliseconds[next] / 1e3)), SampleQuality.Good)[0] = next;
            }

            return count;
        });
    }

    private static Notes Play(int[] a, int[] b, int chunk, bool oneATurn)
    {
        var notes = new Notes();
        var clock = new FakeClock(Instant.FromSeconds(1));
        SteppedSource[] sources = [Source(a, chunk), Source(b, chunk)];
        if (oneATurn)
        {
            var recording = new RecordingSequencer(clock, sources, notes, Duration.FromMilliseconds(2));
            while (recording.TryTurn())
            {
            }

            return notes;
        }

        var sequencer = new Sequencer(clock, sources, notes);
        sources[0].Allow(a.Length);
        sources[1].Allow(b.Length);
        sequencer.Turn();
        return notes;
    }

    private static Arbitrary<(int[], int[], int)> TwoStreams() => (
        from a in Gen.Choose(0, 50).ArrayOf()
        from b in Gen.Choose(0, 50).ArrayOf()
        from chunk in Gen.Choose(1, 9)
        select (a.Order().ToArray(), b.Order().ToArray(), chunk)).ToArbitrary();

    [Fact]
    public void Frames_come_in_the_order_of_time_and_at_a_tie_in_the_order_of_streams() => Check.QuickThrowOnFailure(
        Prop.ForAll(TwoStreams(), streams =>
        {
            var (a, b, chunk) = streams;
            var expected = a.Select((ms, i) => (Stream: 0, Ms: ms, Index: i)).Concat(b.Select((ms, i) => (Stream: 1, Ms: ms, Index: i)))
                .OrderBy(frame => frame.Ms).ThenBy(frame => frame.Stream).ThenBy(frame => frame.Index)
                .Select(frame => (frame.Stream, (float)frame.Index));
            return Play(a, b, chunk, oneATurn: false).Frames.Select(frame => (frame.Stream, frame.Value)).SequenceEqual(expected);
        }));

    [Fact]
    public void A_recording_gives_the_same_order_whatever_chunks_it_is_read_in() => Check.QuickThrowOnFailure(
        Prop.ForAll(TwoStreams(), streams =>
        {
            var (a, b, chunk) = streams;
            return Play(a, b, chunk, oneATurn: true).Frames.SequenceEqual(Play(a, b, 64, oneATurn: false).Frames);
        }));

    [Fact]
    public void A_block_is_poisoned_after_its_turn()
    {
        var notes = Play([1, 2, 3], [], 3, oneATurn: false);

        Assert.Equal(3, notes.Frames.Count);
        Assert.All(notes.Blocks, block => Assert.Equal(0, block.FrameCount));
    }

    [Fact]
    public void A_turn_allocates_nothing_after_warm_up()
    {
        var counter = new Counter();
        var times = Enumerable.Range(0, 4000).ToArray();
        SteppedSource[] sources = [Source(times, 32), Source(times, 32)];
        var sequencer = new Sequencer(new FakeClock(Instant.FromSeconds(1)), sources, counter);
        for (var turn = 0; turn < 100; turn++)
        {
            Turn(sources, sequencer);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < 200; turn++)
        {
            Turn(sources, sequencer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(300 * 10, counter.Frames);
    }

    private static void Turn(SteppedSource[] sources, Sequencer sequencer)
    {
        sources[0].Allow(5);
        sources[1].Allow(5);
        sequencer.Turn();
    }

    private sealed class Counter : ITurnTaker
    {
        public int Frames { get; private set; }

        public void BeginTurn(Instant taken)
        {
        }

        public void TakeFrames(int stream, SampleBlock block) => Frames += block.FrameCount;

        public void TakeMarker(int stream, in Marker marker)
        {
        }

        public void StreamLost(int stream, string reason)
        {
        }

        public void EndTurn()
        {
        }
    }
}
