using System.Text;
using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class EmulatorHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("closedloop-emulator-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_driver_talks_to_it_at_a_stable_path_closes_and_opens_again()
    {
        using var host = new EmulatorHost(new Magstim200Emulator("ts"), link: PathOf("ttyTS"));
        for (var turn = 0; turn < 2; turn++)
        {
            using var port = new DriverPort(PathOf("ttyTS"));
            port.Write(Hex.Bytes("51 40 6E"));
            Assert.Equal("51 89 25", Hex.Text(port.Read(3)));
        }
    }

    [Fact]
    public void At_the_wrong_speed_it_hears_nothing_and_says_so()
    {
        using var host = new EmulatorHost(new Magstim200Emulator("ts"));
        using var port = new DriverPort(host.Path, speedCode: 15);
        port.Write(Hex.Bytes("51 40 6E"));
        WaitFor(() => host.Device.Journal.Entries.Any(entry => entry.Text == "host speaks at 38400 baud, device listens at 9600"));
        Assert.DoesNotContain(host.Device.Journal.Entries, entry => entry.Kind is JournalKind.FromHost or JournalKind.ToHost);
    }

    [Fact]
    public void A_pulled_cable_hangs_up_and_is_back_at_the_same_path()
    {
        using var host = new EmulatorHost(new Magstim200Emulator("ts"), link: PathOf("ttyTS"));
        using (var port = new DriverPort(PathOf("ttyTS")))
        {
            host.Inject(InjectedFault.PortVanishes);
            Assert.True(port.HangsUp());
            Assert.False(File.Exists(PathOf("ttyTS")));
        }

        host.Inject(InjectedFault.PortReturns);
        using var again = new DriverPort(PathOf("ttyTS"));
        again.Write(Hex.Bytes("51 40 6E"));
        Assert.Equal("51 89 25", Hex.Text(again.Read(3)));
    }

    [Fact]
    public void An_armed_device_whose_cable_was_pulled_goes_safe_by_its_own_timer()
    {
        var clock = new FakeClock(Instant.FromSeconds(1));
        var device = new Magstim200Emulator("ts");
        using var host = new EmulatorHost(device, clock);
        using var port = new DriverPort(host.Path);
        port.Write(Hex.Bytes("51 40 6E 45 42 78"));
        Assert.Equal("51 89 25 45 89 31", Hex.Text(port.Read(6)));
        host.Inject(InjectedFault.PortVanishes);
        clock.Advance(Duration.FromSeconds(1));
        WaitFor(() => device.State == MagstimState.Local);
    }

    [Fact]
    public void Another_process_reads_what_happened_in_the_journals_file()
    {
        using var journal = new ByteJournal(PathOf("ts.journal"));
        using var host = new EmulatorHost(new Magstim200Emulator("ts", null, journal));
        using var port = new DriverPort(host.Path);
        port.Write(Hex.Bytes("51 40 6E"));
        _ = port.Read(3);
        WaitFor(() => ByteJournal.Read(PathOf("ts.journal")).Count == 3);
        Assert.Equal(
            [(JournalKind.FromHost, "51 40 6E"), (JournalKind.State, "STANDBY"), (JournalKind.ToHost, "51 89 25")],
            ByteJournal.Read(PathOf("ts.journal")).Select(entry => (entry.Kind, entry.Text)));
    }

    [Fact]
    public void A_timer_box_on_a_port_reports_its_edges()
    {
        var box = new TimerBoxEmulator("box");
        var line = new RecordedLine();
        box.Connect(1, line);
        using var host = new EmulatorHost(box);
        using var port = new DriverPort(host.Path);
        port.Write("F 5000 1000 1\n"u8);
        var replies = Encoding.ASCII.GetString(port.Read("A 1000000\nR 1005000 1\n".Length));
        Assert.Equal("A 1000000\nR 1005000 1\n", replies);
        WaitFor(() => line.Edges.Count == 2);
    }

    [Fact]
    public void The_link_is_gone_after_disposal()
    {
        new EmulatorHost(new TimerBoxEmulator("box"), link: PathOf("ttyBox")).Dispose();
        Assert.Null(new FileInfo(PathOf("ttyBox")).LinkTarget);
    }

    private static void WaitFor(Func<bool> condition)
    {
        var end = MonotonicClock.Instance.Now + Duration.FromSeconds(10);
        while (!condition())
        {
            Assert.True(MonotonicClock.Instance.Now < end, "It did not happen within 10 s.");
            _ = Thread.Yield();
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
