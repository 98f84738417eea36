using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;
using static ClosedLoop.Tests.Acquisition.LslStreams;

namespace ClosedLoop.Tests.Acquisition;

public sealed class LslOutletTests
{
    [Fact]
    public void The_first_test_frame_is_byte_for_byte_that_of_lsl()
    {
        using var outlet = new LslOutlet(Eeg(channels: 3));
        using var socket = Feed(outlet, byteOrder: 1234, performance: 1);

        var bytes = Read(socket, 21);

        Assert.Equal(Convert.FromHexString("02C976BE9F0C24FE40000080400000A0C00000C040"), bytes);
    }

    [Fact]
    public void A_client_that_asks_for_the_other_byte_order_gets_it()
    {
        using var outlet = new LslOutlet(Eeg(channels: 1));
        using var socket = Feed(outlet, byteOrder: 4321, performance: 0);
        outlet.Push([1.5f], Instant.FromSeconds(2));

        var bytes = Read(socket, 39);

        Assert.Equal(Convert.FromHexString("0240FE240C9FBE76C940800000"), bytes[..13]);
        Assert.Equal(Convert.FromHexString("0240000000000000003FC00000"), bytes[26..]);
    }

    [Fact]
    public void A_reader_that_stops_reading_does_not_hold_up_the_writer_and_loses_the_oldest()
    {
        using var outlet = new LslOutlet(Eeg(channels: 256, rate: 1000), new LslOutletSettings(BufferSeconds: 0.5));
        using var inlet = Open(outlet.Source);
        var frame = new float[256];
        var time = MonotonicClock.Instance.Now;
        var pushed = 0;
        while (outlet.LostFrames < 100)
        {
            frame[0] = pushed++;
            outlet.Push(frame, time += Duration.FromMilliseconds(1));
            Assert.True(pushed < 100_000, "Nothing was dropped although nobody reads.");
        }

        var last = -1f;
        var taken = 0;
        var block = new SampleBlock(inlet.Info, 256);
        while (last < pushed - 1)
        {
            Fill(inlet, block, 1);
            taken += block.FrameCount;
            Assert.True(block.Values[0] > last);
            last = block.Frame(block.FrameCount - 1)[0];
            block.Poison();
        }

        Assert.Equal(pushed, taken + (int)outlet.LostFrames);
        Assert.Equal(outlet.LostFrames, inlet.LostFrames);
    }

    [Fact]
    public void Pushing_allocates_nothing_whether_clients_read_or_lag()
    {
        using var outlet = new LslOutlet(Eeg(channels: 64, rate: 1000), new LslOutletSettings(BufferSeconds: 0.2));
        using var lagging = Open(outlet.Source);
        var frame = new float[64];
        var time = MonotonicClock.Instance.Now;
        Push(20_000);

        Assert.Equal(0, LeastAllocated(() => Push(5000)));
        Assert.True(outlet.LostFrames > 0);

        void Push(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                outlet.Push(frame, time += Duration.FromMilliseconds(1));
            }
        }
    }

    [Fact]
    public void The_description_holds_what_the_sender_adds()
    {
        var more = new XElement("desc", new XElement("manufacturer", "ACME & Söhne"));
        using var outlet = new LslOutlet(Eeg(), new LslOutletSettings(Description: more));

        var header = XElement.Parse(Encoding.UTF8.GetString(ReadToEnd(Ask(outlet, "LSL:fullinfo\r\n"))));

        Assert.Equal("ACME & Söhne", header.Element("desc")!.Element("manufacturer")!.Value);
        Assert.Equal(3, header.Element("desc")!.Element("channels")!.Elements("channel").Count());
    }

    [Fact]
    public void The_short_header_is_given_by_connection_to_whom_it_concerns()
    {
        var info = Eeg();
        using var outlet = new LslOutlet(info);

        var matching = ReadToEnd(Ask(outlet, $"LSL:shortinfo\r\nname='{info.Name}'\r\n"));

        Assert.Contains(outlet.Source.Uid, Encoding.UTF8.GetString(matching), StringComparison.Ordinal);
        Assert.Empty(ReadToEnd(Ask(outlet, "LSL:shortinfo\r\nname='nobody'\r\n")));
    }

    [Fact]
    public void A_push_that_does_not_fit_the_stream_is_refused()
    {
        using var numbers = new LslOutlet(Eeg(channels: 2));
        using var texts = new LslOutlet(Markers());
        var now = MonotonicClock.Instance.Now;

        Assert.Throws<ArgumentException>(() => numbers.Push([1], now));
        Assert.Throws<ArgumentException>(() => numbers.Push([1, 2], default));
        Assert.Throws<InvalidOperationException>(() => numbers.Push("text", now));
        Assert.Throws<InvalidOperationException>(() => texts.Push([1], now));
        Assert.Throws<ArgumentException>(() => texts.Push(new string('x', 300_000), now));
        Assert.Throws<ArgumentException>(() => new LslOutlet(Eeg(format: ChannelFormat.Int64)));
    }

    private static Socket Ask(LslOutlet outlet, string request)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        socket.Connect(IPAddress.Loopback, outlet.Source.DataPort);
        socket.Send(Encoding.UTF8.GetBytes(request));
        return socket;
    }

    private static Socket Feed(LslOutlet outlet, int byteOrder, int performance)
    {
        var socket = Ask(
            outlet,
            $"LSL:streamfeed/110 {outlet.Source.Uid}\r\nnative-byte-order: {byteOrder} ; comment\r\n"
            + $"Endian-Performance: {performance}\r\nMax-Buffer-Length: 100\r\nUnknown: 1\r\n\r\n");
        var header = new StringBuilder();
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            header.Append((char)Read(socket, 1)[0]);
        }

        Assert.Contains($"Byte-Order: {byteOrder}\r\n", header.ToString(), StringComparison.Ordinal);
        return socket;
    }

    private static byte[] Read(Socket socket, int length)
    {
        var bytes = new byte[length];
        var read = 0;
        while (read < length)
        {
            var received = socket.Receive(bytes.AsSpan(read));
            Assert.NotEqual(0, received);
            read += received;
        }

        return bytes;
    }

    private static byte[] ReadToEnd(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var gathered = new MemoryStream();
        stream.CopyTo(gathered);
        return gathered.ToArray();
    }
}
