using System.Diagnostics;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>Streams for tests: names and source ids that no other test or program has, and waiting without sleeping.</summary>
internal static class LslStreams
{
    public static readonly Duration Patience = Duration.FromSeconds(10);

    public static StreamInfo Eeg(int channels = 3, double rate = 500, ChannelFormat format = ChannelFormat.Float32)
    {
        var unique = Guid.NewGuid().ToString("N");
        return new StreamInfo(
            $"eeg-{unique}",
            "EEG",
            Frequency.FromHertz(rate),
            format,
            [.. Enumerable.Range(1, channels).Select(i => new ChannelInfo($"C{i}", "uV", "EEG"))],
            $"source-{unique}");
    }

    public static StreamInfo Markers(int channels = 1)
    {
        var unique = Guid.NewGuid().ToString("N");
        return new StreamInfo(
            $"markers-{unique}",
            "Markers",
            default,
            ChannelFormat.String,
            [.. Enumerable.Range(1, channels).Select(i => new ChannelInfo($"M{i}"))],
            $"source-{unique}");
    }

    public static LslInlet Open(LslSource source, LslInletSettings? settings = null)
    {
        Assert.True(LslInlet.TryOpen(source, Patience, out var inlet, out var fault, settings), fault);
        return inlet;
    }

    public static string FaultOfOpening(LslSource source, double seconds = 2)
    {
        Assert.False(LslInlet.TryOpen(source, Duration.FromSeconds(seconds), out _, out var fault));
        return fault;
    }

    /// <summary>Polls until the block holds so many frames.</summary>
    public static void Fill(LslInlet inlet, SampleBlock block, int frames)
    {
        var poller = new LslPoller([inlet]);
        Until(inlet, poller, () => inlet.Poll(block, MonotonicClock.Instance.Now) >= 0 && block.FrameCount >= frames);
    }

    public static void PollUntilLost(LslInlet inlet)
    {
        var poller = new LslPoller([inlet]);
        var block = new SampleBlock(inlet.Info, 64);
        Until(inlet, poller, () =>
        {
            block.Clear();
            inlet.Poll(block, MonotonicClock.Instance.Now);
            return inlet.IsLost;
        });
    }

    public static Marker NextMarker(LslInlet inlet)
    {
        var poller = new LslPoller([inlet]);
        Marker marker = default;
        Until(inlet, poller, () => inlet.TryTakeMarker(MonotonicClock.Instance.Now, out marker));
        return marker;
    }

    /// <summary>
    /// What a piece of work allocates each time: the least of four runs, since the first contention of a lock, or the runtime
    /// compiling anew, allocates once and is not meant.
    /// </summary>
    public static long LeastAllocated(Action work) => Enumerable.Range(0, 4).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    public static void Until(Func<bool> condition)
    {
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(Patience.TotalSeconds)), "The condition did not come true.");
    }

    private static void Until(LslInlet inlet, LslPoller poller, Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < Patience.TotalSeconds, inlet.Fault ?? "Nothing came in time.");
            poller.Wait(Duration.FromMilliseconds(5));
        }
    }
}
