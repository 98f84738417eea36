using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Simulation;

namespace ClosedLoop.Tests.Hardware;

public sealed class SerialPortTests : IDisposable
{
    private static readonly Duration Short = Duration.FromMilliseconds(20);
    private static readonly Duration Long = Duration.FromSeconds(5);

    private readonly PseudoTerminal _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Every_byte_value_crosses_both_ways()
    {
        using var port = SerialPort.Open(_line.Path, 9600);
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var heard = new byte[256];

        Assert.Equal(SerialStatus.Done, port.Write(all, Long));
        Assert.Equal(all, Read(buffer => _line.Read(buffer)));
        _line.Write(all);
        var count = 0;
        while (count < 256)
        {
            Assert.Equal(SerialStatus.Done, port.Read(heard.AsSpan(count), Long, out var more));
            count += more;
        }

        Assert.Equal(all, heard);
    }

    [Theory]
    [InlineData(9600)]
    [InlineData(38400)]
    [InlineData(115200)]
    [InlineData(1000000)]
    public void The_speed_is_set(int baud)
    {
        using var port = SerialPort.Open(_line.Path, baud);

        Assert.Equal(baud, _line.BaudRate);
    }

    [Fact]
    public void A_read_with_nothing_to_read_times_out()
    {
        using var port = SerialPort.Open(_line.Path, 9600);

        Assert.Equal(SerialStatus.TimedOut, port.Read(new byte[8], Short, out var count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void What_was_not_read_can_be_thrown_away()
    {
        using var port = SerialPort.Open(_line.Path, 9600);
        _line.Write("stale"u8);

        port.DiscardInput();

        Assert.Equal(SerialStatus.TimedOut, port.Read(new byte[8], Short, out _));
    }

    [Fact]
    public void A_port_whose_device_is_gone_says_so()
    {
        using var port = SerialPort.Open(_line.Path, 9600);

        _line.Dispose();

        Assert.Equal(SerialStatus.Unplugged, port.Read(new byte[8], Short, out _));
    }

    [Fact]
    public void A_second_program_is_kept_out()
    {
        using var port = SerialPort.Open(_line.Path, 9600);

        var refused = Assert.Throws<SerialPortException>(() => SerialPort.Open(_line.Path, 9600));

        Assert.Contains("in use by another program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_port_can_be_opened_again()
    {
        SerialPort.Open(_line.Path, 9600).Dispose();
        using var port = SerialPort.Open(_line.Path, 9600);

        Assert.Equal(SerialStatus.Done, port.Write("x"u8, Long));
    }

    [Fact]
    public void A_port_that_does_not_exist_is_named_with_a_remedy()
    {
        var refused = Assert.Throws<SerialPortException>(() => SerialPort.Open("/dev/ttyNone", 9600));

        Assert.StartsWith("There is no serial port /dev/ttyNone.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_no_serial_port()
    {
        var file = Path.GetTempFileName();
        try
        {
            var refused = Assert.Throws<SerialPortException>(() => SerialPort.Open(file, 9600));
            Assert.Contains("is not a serial port", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_speed_that_is_not_offered_is_refused_with_those_that_are()
    {
        var refused = Assert.Throws<SerialPortException>(() => SerialPort.Open(_line.Path, 12345));

        Assert.Contains("9600", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pseudo_terminal_is_known_as_one_even_behind_a_link()
    {
        var link = Path.Combine(Path.GetTempPath(), $"closedloop-{Guid.NewGuid():N}");
        using var line = new PseudoTerminal(link);
        using var port = SerialPort.Open(link, 9600);

        Assert.True(port.IsPseudoTerminal);
    }

    private static byte[] Read(Func<byte[], int> read)
    {
        var all = new List<byte>();
        var buffer = new byte[512];
        while (all.Count < 256)
        {
            all.AddRange(buffer[..read(buffer)]);
        }

        return [.. all];
    }
}
