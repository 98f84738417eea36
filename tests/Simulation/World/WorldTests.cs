using System.Text;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class WorldTests : IDisposable
{
    private static readonly Duration Patience = Duration.FromSeconds(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("closedloop-world-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_pair_sent_to_the_box_fires_both_coils_5_ms_apart_and_the_muscle_answers()
    {
        using var world = new World(Settings());
        using var emg = Open(world.Streamer.EmgSource);
        using var markers = Open(world.Streamer.MarkerSource);
        using var cs = new DriverPort(world.CsPort);
        using var ts = new DriverPort(world.TsPort);
        using var box = new DriverPort(world.BoxPort);
        MakeReady([cs, ts], [world.Cs, world.Ts]);

        box.Write("F 20000 1000 1 25000 1000 2\n"u8);
        Assert.StartsWith("A ", Encoding.ASCII.GetString(box.Read(10)), StringComparison.Ordinal);
        var heard = TakeMarkers(markers, 2);
        Assert.Equal(["pulse cs 60 ttl", "pulse ts 60 ttl"], heard.Select(marker => marker.Text));
        Assert.Equal(5, (heard[1].Time - heard[0].Time).TotalMilliseconds, 0.002);

        var response = Assert.Single(world.Subject.Truth.Responses);
        Assert.Equal(5, response.Interval!.Value.TotalMilliseconds, 0.002);
        Assert.Equal(response.Amplitude.TotalMicrovolts, PeakToPeak(emg, response.Time), 60.0);
        Assert.Equal(["60 ttl"], Pulses("cs"));
        Assert.Equal(["60 ttl"], Pulses("ts"));
        Assert.Null(world.Fault);
    }

    [Fact]
    public void Frames_come_with_ideal_times_one_period_apart()
    {
        using var world = new World(Settings());
        using var eeg = Open(world.Streamer.EegSource);
        var block = new SampleBlock(eeg.Info, 300);
        WaitFor(() => eeg.Poll(block, MonotonicClock.Instance.Now) >= 0 && block.FrameCount >= 250);
        for (var i = 1; i < block.FrameCount; i++)
        {
            Assert.Equal(1e6, (block.Timestamps[i] - block.Timestamps[i - 1]).TotalNanoseconds, 300.0);
        }

        Assert.Equal(world.Subject.EegStream.Channels.Select(channel => channel.Label), eeg.Info.Channels.Select(channel => channel.Label));
        Assert.All(eeg.Info.Channels, channel => Assert.Equal("microvolts", channel.Unit));
    }

    [Fact]
    public void An_injected_gap_is_missing_from_the_stream()
    {
        using var world = new World(Settings());
        using var eeg = Open(world.Streamer.EegSource);
        var block = new SampleBlock(eeg.Info, 4000);
        WaitFor(() => eeg.Poll(block, MonotonicClock.Instance.Now) >= 0 && block.FrameCount >= 50);
        world.Streamer.InjectGap(Duration.FromMilliseconds(120));
        WaitFor(() => eeg.Poll(block, MonotonicClock.Instance.Now) >= 0 && eeg.LostFrames > 0);
        Assert.InRange(eeg.LostFrames, 50, 2000);
    }

    [Fact]
    public void A_stimulator_that_stops_answering_goes_safe_by_its_own_timer()
    {
        using var world = new World(Settings());
        using var ts = new DriverPort(world.TsPort);
        MakeReady([ts], [world.Ts]);
        world.Inject("ts", InjectedFault.GoesSilent);
        WaitFor(() => ByteJournal.Read(Path.Combine(_folder.FullName, "ts.journal"))[^1] is { Kind: JournalKind.State, Text: "LOCAL" });
        Assert.Empty(Pulses("ts"));
        Assert.Throws<ArgumentException>(() => world.Inject("cerebellum", InjectedFault.GoesSilent));
    }

    [Fact]
    public void After_disposal_ports_and_streams_are_gone_and_the_journals_can_be_read()
    {
        var world = new World(Settings());
        using var eeg = Open(world.Streamer.EegSource);
        var port = world.CsPort;
        world.Dispose();
        Assert.Null(new FileInfo(port).LinkTarget);
        var block = new SampleBlock(eeg.Info, 64);
        WaitFor(() =>
        {
            block.Clear();
            _ = eeg.Poll(block, MonotonicClock.Instance.Now);
            return eeg.IsLost;
        });
        Assert.Empty(ByteJournal.Read(Path.Combine(_folder.FullName, "cs.journal")));
    }

    private WorldSettings Settings() => new()
    {
        Subject = new SubjectSettings { StreamName = $"world-{Guid.NewGuid():N}" },
        Folder = _folder.FullName,
    };

    private static LslInlet Open(LslSource source)
    {
        Assert.True(LslInlet.TryOpen(source, Patience, out var inlet, out var fault), fault);
        return inlet;
    }

    private static void MakeReady(DriverPort[] ports, Magstim200Emulator[] devices)
    {
        foreach (var port in ports)
        {
            port.Write(Hex.Bytes("51 40 6E 40 30 36 30 29 45 42 78"));
            Assert.Equal("51 89 25 40 89 36 45 89 31", Hex.Text(port.Read(9)));
        }

        var lastPoll = MonotonicClock.Instance.Now;
        WaitFor(() =>
        {
            if (MonotonicClock.Instance.Now - lastPoll > Duration.FromMilliseconds(300))
            {
                lastPoll = MonotonicClock.Instance.Now;
                foreach (var port in ports)
                {
                    port.Write(Hex.Bytes("51 40 6E"));
                }
            }

            return devices.All(device => device.State == MagstimState.Ready);
        });
    }

    private static List<Marker> TakeMarkers(LslInlet inlet, int count)
    {
        var markers = new List<Marker>();
        WaitFor(() =>
        {
            while (inlet.TryTakeMarker(MonotonicClock.Instance.Now, out var marker))
            {
                markers.Add(marker);
            }

            return markers.Count >= count;
        });
        return markers;
    }

    private static double PeakToPeak(LslInlet emg, Instant pulse)
    {
        var block = new SampleBlock(emg.Info, 1);
        var (low, high, newest) = (0f, 0f, default(Instant));
        WaitFor(() =>
        {
            block.Clear();
            if (emg.Poll(block, MonotonicClock.Instance.Now) > 0)
            {
                newest = block.Timestamps[0];
                var isInWindow = newest - pulse > Duration.FromMilliseconds(15) && newest - pulse < Duration.FromMilliseconds(50);
                (low, high) = isInWindow ? (Math.Min(low, block.Values[0]), Math.Max(high, block.Values[0])) : (low, high);
            }

            return newest - pulse > Duration.FromMilliseconds(50);
        });
        return high - low;
    }

    private IEnumerable<string> Pulses(string device) => ByteJournal.Read(Path.Combine(_folder.FullName, $"{device}.journal"))
        .Where(entry => entry.Kind == JournalKind.Pulse).Select(entry => entry.Text);

    private static void WaitFor(Func<bool> condition)
    {
        var end = MonotonicClock.Instance.Now + Patience;
        while (!condition())
        {
            Assert.True(MonotonicClock.Instance.Now < end, "It did not happen within 10 s.");
            _ = Thread.Yield();
        }
    }
}
