using System.Reactive.Subjects;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

public sealed class ThroughTests
{
    [Fact]
    public void A_pipeline_is_the_operators_one_after_the_other_in_the_thread_that_pushes()
    {
        var stream = Montages.Stream(Montages.TenTwenty, 500, "mV");
        var pick = new ChannelPick(stream, ["C3", "F3", "P3", "T7", "Cz"], 4);
        var scale = new UnitScale(pick.Output, 4);
        var laplacian = new HjorthLaplacian(scale.Output, "C3", 4);
        using var source = new Subject<SampleBlock>();
        var (values, thread) = (new List<float>(), 0);
        using var subscription = source.Through(pick).Through(scale).Through(laplacian).Subscribe(block =>
        {
            values.AddRange(block.Values);
            thread = Environment.CurrentManagedThreadId;
        });
        var frame = new float[stream.ChannelCount];
        frame[8] = 2;
        frame[2] = 4;
        source.OnNext(Montages.Block(stream, frame));
        Assert.Equal([1000f], values);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void A_block_passes_a_pipeline_without_allocation()
    {
        var stream = Montages.Stream(Montages.TenTwenty, 500);
        var pick = new ChannelPick(stream, ["C3", "C4"], 4);
        var filter = new SosFilter(
            pick.Output, ButterworthDesign.BandPass(2, Frequency.FromHertz(8), Frequency.FromHertz(13), Frequency.FromHertz(500)), 4);
        using var source = new Subject<SampleBlock>();
        var frames = 0;
        using var subscription = source.Through(pick).Through(filter).Subscribe(block => frames += block.FrameCount);
        var block = Montages.Block(stream, new float[stream.ChannelCount]);
        Push(source, block);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Push(source, block);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000, frames);
    }

    // Computed once; the promise that a recording is conditioned to the same bits on every machine, whatever its CPU can do.
    [Fact]
    public void The_bits_of_a_conditioned_recording_are_the_same_on_every_machine()
    {
        var stream = Montages.Stream(Montages.TenTwenty, 5000, "mV");
        var pick = new ChannelPick(stream, ["C3", "F3", "P3", "T7", "Cz"], 64);
        var scale = new UnitScale(pick.Output, 64);
        var laplacian = new HjorthLaplacian(scale.Output, "C3", 64);
        var slow = new Decimation(laplacian.Output, 5, 64);
        var band = new SosFilter(
            slow.Output, ButterworthDesign.BandPass(3, Frequency.FromHertz(8), Frequency.FromHertz(13), Frequency.FromHertz(1000)), 64);
        using var source = new Subject<SampleBlock>();
        using var hash = new StageHash();
        using var subscription = source.Through(pick).Through(scale).Through(laplacian).Through(slow).Through(band).Subscribe(block =>
        {
            foreach (var value in block.Values)
            {
                hash.Append(value);
            }
        });
        var (block, noise) = (new SampleBlock(stream, 64), 1u);
        for (var i = 0; i < 20_000; i++)
        {
            if (block.FrameCount == block.Capacity)
            {
                source.OnNext(block);
                block.Poison();
            }

            foreach (ref var value in block.Append(Instant.FromNanoseconds(1_000_000_000 + (200_000L * i)), SampleQuality.Good))
            {
                noise = unchecked((noise * 1664525) + 1013904223);
                value = (noise >> 16) / 65536f;
            }
        }

        Assert.True(hash.Hex() == "8314c97e0dbc8f74faab283098f062ac91382264256888b444921b0f1fd4128f", hash.Hex());
    }

    private static void Push(Subject<SampleBlock> source, SampleBlock block)
    {
        for (var i = 0; i < 1000; i++)
        {
            source.OnNext(block);
        }
    }
}
