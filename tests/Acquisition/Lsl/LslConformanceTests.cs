using System.Globalization;
using System.Xml.Linq;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;
using Xunit.Abstractions;
using static ClosedLoop.Tests.Acquisition.LslStreams;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>Our inlet, outlet and resolver against the real liblsl, where it is on this machine; see docs/lsl.md for how to get it.</summary>
public sealed class LslConformanceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(ChannelFormat.Float32)]
    [InlineData(ChannelFormat.Double64)]
    [InlineData(ChannelFormat.Int32)]
    [InlineData(ChannelFormat.Int16)]
    [InlineData(ChannelFormat.Int8)]
    [InlineData(ChannelFormat.Int64)]
    public void Our_inlet_reads_numbers_of_liblsl(ChannelFormat format)
    {
        if (Library() is not { } lsl)
        {
            return;
        }

        var info = Eeg(channels: 4, rate: 100, format);
        var outlet = lsl.CreateOutlet(info.Name, info.Type, 4, 100, (int)format, info.SourceId);
        using (var inlet = Open(Find(info)))
        {
            Until(() => lsl.HasConsumers(outlet));
            var start = MonotonicClock.Instance.Now;
            for (var i = 1; i <= 10; i++)
            {
                lsl.Push(outlet, [i, -i, 100, -100], LslTime.ToSeconds(start + Duration.FromMilliseconds(10 * i)));
            }

            var block = new SampleBlock(inlet.Info, 10);
            Fill(inlet, block, 10);
            for (var i = 1; i <= 10; i++)
            {
                Assert.Equal([i, -i, 100, -100], block.Frame(i - 1).ToArray());
                Assert.Equal(start + Duration.FromMilliseconds(10 * i), block.Timestamps[i - 1]);
            }

            Assert.Equal(Duration.Zero, inlet.Correction);
        }

        lsl.DestroyOutlet(outlet);
    }

    [Fact]
    public void Our_inlet_deduces_the_times_inside_a_chunk_of_liblsl()
    {
        if (Library() is not { } lsl)
        {
            return;
        }

        var info = Eeg(channels: 1, rate: 100);
        var outlet = lsl.CreateOutlet(info.Name, info.Type, 1, 100, (int)ChannelFormat.Float32, info.SourceId);
        using (var inlet = Open(Find(info)))
        {
            Until(() => lsl.HasConsumers(outlet));
            var last = MonotonicClock.Instance.Now;
            lsl.PushChunk(outlet, [1, 2, 3, 4, 5], LslTime.ToSeconds(last));

            var block = new SampleBlock(inlet.Info, 5);
            Fill(inlet, block, 5);
            Assert.Equal([1, 2, 3, 4, 5], block.Values.ToArray());
            for (var i = 0; i < 5; i++)
            {
                var error = block.Timestamps[i] - (last - Duration.FromMilliseconds(10 * (4 - i)));
                Assert.InRange(error.TotalNanoseconds, -2, 2);
            }
        }

        lsl.DestroyOutlet(outlet);
    }

    [Fact]
    public void Our_inlet_reads_markers_of_liblsl()
    {
        if (Library() is not { } lsl)
        {
            return;
        }

        var info = Markers();
        var outlet = lsl.CreateOutlet(info.Name, info.Type, 1, 0, (int)ChannelFormat.String, info.SourceId);
        using (var inlet = Open(Find(info)))
        {
            Until(() => lsl.HasConsumers(outlet));
            var start = MonotonicClock.Instance.Now;

            // This old liblsl feeds a new client only some time after it has said yes (sccn/liblsl#176).
            Until(() =>
            {
                lsl.Push(outlet, "hello", LslTime.ToSeconds(start));
                return inlet.TryTakeMarker(start, out _);
            });
            string[] texts = ["S  1", "Reiz µ", new string('x', 255), new string('y', 256), new string('z', 70_000)];
            foreach (var text in texts)
            {
                lsl.Push(outlet, text, LslTime.ToSeconds(start));
                Assert.Equal(new Marker(start, text), NextMarkerBut("hello", inlet));
            }
        }

        lsl.DestroyOutlet(outlet);
    }

    [Fact]
    public void Our_inlet_notices_that_an_outlet_of_liblsl_ended()
    {
        if (Library() is not { } lsl)
        {
            return;
        }

        var info = Eeg(channels: 1);
        var outlet = lsl.CreateOutlet(info.Name, info.Type, 1, 500, (int)ChannelFormat.Float32, info.SourceId);
        using var inlet = Open(Find(info));

        lsl.DestroyOutlet(outlet);

        PollUntilLost(inlet);
    }

    [Fact]
    public void Liblsl_reads_numbers_of_our_outlet()
    {
        if (Library() is not { } lsl)
        {
            return;
        }

        var info = Eeg(channels: 3);
        using var outlet = new LslOutlet(info);
        var found = lsl.Resolve("source_id", info.SourceId, 5);
        Assert.NotEqual(0, found);
        var inlet = lsl.CreateInlet(found);
        Assert.Equal(0, lsl.Open(inlet));
        Assert.True(outlet.WaitForConsumers(Patience));
        var start = MonotonicClock.Instance.Now;
        var values = new float[3];
        for (var i = 0; i < 10; i++)
        {
            var time = start + Duration.FromMilliseconds(2 * i);
            outlet.Push([i, -i, i / 4f], time);
            Assert.Equal(LslTime.ToSeconds(time), lsl.Pull(inlet, values), 9);
            Assert.Equal([i, -i, i / 4f], values);
        }

        var header = XElement.Parse(lsl.FullXml(inlet));
        Assert.Equal(["C1", "C2", "C3"], header.Element("desc")!.Element("channels")!.Elements().Select(c => c.Element("label")!.Value));
        Assert.Equal(500, double.Parse(header.Element("nominal_srate")!.Value, CultureInfo.InvariantCulture));
        Assert.InRange(Math.Abs(lsl.TimeCorrection(inlet)), 0, 0.01);
        lsl.DestroyInlet(inlet);
        lsl.DestroyInfo(found);
    }

    [Fact]
    public void Liblsl_reads_markers_of_our_outlet()
    {
        if (Library() is not { } lsl)
        {
            return;
        }

        var info = Markers();
        using var outlet = new LslOutlet(info);
        var found = lsl.Resolve("name", info.Name, 5);
        Assert.NotEqual(0, found);
        var inlet = lsl.CreateInlet(found);
        Assert.Equal(0, lsl.Open(inlet));
        Assert.True(outlet.WaitForConsumers(Patience));
        foreach (var text in new[] { "S  1", "Reiz µ", new string('x', 255), new string('y', 256), new string('z', 70_000) })
        {
            var now = MonotonicClock.Instance.Now;
            outlet.Push(text, now);
            var (pulled, stamp) = lsl.PullText(inlet);
            Assert.Equal(text, pulled);
            Assert.Equal(LslTime.ToSeconds(now), stamp, 9);
        }

        lsl.DestroyInlet(inlet);
        lsl.DestroyInfo(found);
    }

    [Fact]
    public void Our_clock_is_the_clock_of_liblsl()
    {
        if (Library() is not { } lsl)
        {
            return;
        }

        var before = MonotonicClock.Instance.Now;
        var between = lsl.LocalClock();
        var after = MonotonicClock.Instance.Now;

        Assert.InRange(between, LslTime.ToSeconds(before) - 1e-6, LslTime.ToSeconds(after) + 1e-6);
    }

    private static Marker NextMarkerBut(string greeting, LslInlet inlet)
    {
        var marker = NextMarker(inlet);
        return marker.Text == greeting ? NextMarkerBut(greeting, inlet) : marker;
    }

    private static LslSource Find(StreamInfo info)
    {
        var found = LslResolver.Resolve(LslQuery.ByName(info.Name).And(LslQuery.BySession("default")), minimum: 1, Patience);
        return Assert.Single(found.Sources);
    }

    private NativeLsl? Library()
    {
        output.WriteLine(NativeLsl.Instance is { } lsl
            ? $"against liblsl {lsl.LibraryVersion}"
            : "left out: no liblsl here; name one in CLOSEDLOOP_LIBLSL or put it at artifacts/liblsl/liblsl64.so");
        return NativeLsl.Instance;
    }
}
