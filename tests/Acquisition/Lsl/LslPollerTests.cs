using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;
using static ClosedLoop.Tests.Acquisition.LslStreams;

namespace ClosedLoop.Tests.Acquisition;

public sealed class LslPollerTests
{
    private static readonly Duration _short = Duration.FromMilliseconds(20);

    [Fact]
    public void One_thread_waits_for_several_streams()
    {
        using var eeg = new LslOutlet(Eeg(channels: 1));
        using var markers = new LslOutlet(Markers());
        using var first = Open(eeg.Source);
        using var second = Open(markers.Source);
        var poller = new LslPoller([first, second]);
        var block = new SampleBlock(first.Info, 1);
        var now = MonotonicClock.Instance.Now;

        eeg.Push([1], now);
        Until(() => poller.Wait(_short) && first.Poll(block, now) == 1);
        markers.Push("go", now);
        Until(() => poller.Wait(_short) && second.TryTakeMarker(now, out _));
    }

    [Fact]
    public void A_stream_with_frames_left_is_not_waited_for()
    {
        using var outlet = new LslOutlet(Eeg(channels: 1));
        using var inlet = Open(outlet.Source);
        var poller = new LslPoller([inlet]);
        var block = new SampleBlock(inlet.Info, 1);
        var now = MonotonicClock.Instance.Now;
        outlet.Push([1], now);
        outlet.Push([2], now);
        Until(() => inlet.Backlog >= 26);
        Assert.Equal(1, inlet.Poll(block, now));

        Assert.True(poller.Wait(Duration.FromSeconds(600)));

        block.Poison();
        Assert.Equal(1, inlet.Poll(block, now));
    }

    [Fact]
    public void A_lost_stream_is_not_waited_for_and_its_successor_is()
    {
        var info = Eeg(channels: 1);
        var outlet = new LslOutlet(info);
        using var lost = Open(outlet.Source);
        var poller = new LslPoller([lost]);
        outlet.Dispose();
        PollUntilLost(lost);
        Assert.False(poller.Wait(_short));

        using var again = new LslOutlet(info);
        Assert.True(lost.TryRecover(Patience, out var successor, out var fault), fault);
        poller.Replace(0, successor);
        var block = new SampleBlock(info, 1);
        again.Push([1], MonotonicClock.Instance.Now);

        Until(() => poller.Wait(_short) && poller.Inlets[0].Poll(block, MonotonicClock.Instance.Now) == 1);
        successor.Dispose();
    }
}
