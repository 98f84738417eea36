using System.Net;
using System.Net.Sockets;
using System.Text;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;
using static ClosedLoop.Tests.Acquisition.LslStreams;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>Whatever a peer sends, the end is a sentence in time, never a hang, a crash or a guess.</summary>
public sealed class LslHostilePeerTests
{
    [Fact]
    public void A_header_without_end_is_refused()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { Reply = "LSL/110 200 OK\r\nX: " + new string('x', 10_000), RepeatsReply = true };

        Assert.Contains("did not answer like an LSL outlet", FaultOfOpening(peer.Start().Source), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_frames_of_other_numbers_are_refused()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1));
        peer.Float(123456.789, 4).Float(123456.789, 3).Start();

        Assert.Contains("nothing is guessed", FaultOfOpening(peer.Source), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_frames_in_the_order_that_was_not_announced_are_refused()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1));
        peer.Frame(123456.789, true, BitConverter.GetBytes(4f)).Frame(123456.789, true, BitConverter.GetBytes(2f)).Start();

        Assert.Contains("nothing is guessed", FaultOfOpening(peer.Source), StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_stops_in_the_handshake_is_given_up()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { Reply = "LSL/110 200 OK\r\n" };

        Assert.Contains("did not answer in time", FaultOfOpening(peer.Start().Source, seconds: 0.3), StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_closes_before_its_test_frames_is_refused()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { Ends = true };

        Assert.Contains("It closed the connection", FaultOfOpening(peer.Start().Source), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LSL/110 404 Not found", "look for it again")]
    [InlineData("LSL/110 505 Version not supported", "version 1.10")]
    [InlineData("LSL/110 200 OK\r\nUID: other\r\nByte-Order: 1234\r\n\r\n", "another stream answered")]
    [InlineData("LSL/110 200 OK\r\nByte-Order: 77\r\n\r\n", "byte order 77")]
    [InlineData("LSL/110 200 OK\r\nData-Protocol-Version: 100\r\n\r\n", "version 1.00")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "did not answer like an LSL outlet")]
    public void A_refusal_becomes_a_sentence(string reply, string expected)
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { Reply = reply, Ends = true };

        Assert.Contains(expected, FaultOfOpening(peer.Start().Source), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE info [<!ENTITY a \"aaaa\">]><info><name>&a;</name></info>")]
    [InlineData("<info><name>x</name></info>")]
    [InlineData("<info><channel_count>1</channel_count><channel_format>float32</channel_format><nominal_srate>NaN</nominal_srate></info>")]
    [InlineData("<info><channel_count>99999999</channel_count><channel_format>float32</channel_format></info>")]
    [InlineData("no xml at all")]
    [InlineData("")]
    public void A_description_that_is_none_is_refused(string header)
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { Header = Encoding.UTF8.GetBytes(header) };

        Assert.Contains("no usable description", FaultOfOpening(peer.Start().Source), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_without_end_is_refused()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { Header = Encoding.UTF8.GetBytes("<info>" + new string(' ', 8 * 1024 * 1024)) };

        Assert.Contains("no usable description", FaultOfOpening(peer.Start().Source), StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_whose_clock_cannot_be_asked_is_refused()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { AnswersTime = false };

        Assert.Contains("time service", FaultOfOpening(peer.FloatPatterns().Start().Source, seconds: 0.3), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_at_the_port_is_a_sentence()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1));
        var source = peer.Source;
        peer.Dispose();

        Assert.Contains("is its program still running", FaultOfOpening(source), StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_in_a_feed_ends_it()
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1));
        peer.FloatPatterns().Float(500, 1).Feed.AddRange([0xFF, 1, 2, 3]);
        peer.Start();
        using var inlet = Open(peer.Source);

        PollUntilLost(inlet);

        Assert.Contains("out of step", inlet.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(0)]
    public void An_impossible_time_ends_the_feed(double stamp)
    {
        using var peer = new ScriptedOutlet(Eeg(channels: 1));
        peer.FloatPatterns().Float(500, 1).Float(stamp, 2).Start();
        using var inlet = Open(peer.Source);

        PollUntilLost(inlet);

        Assert.Contains("without a possible time stamp", inlet.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 3, 1, 1, 1 })]
    [InlineData(new byte[] { 4, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void A_text_of_impossible_length_ends_the_feed(byte[] prefix)
    {
        using var peer = new ScriptedOutlet(Markers());
        byte[] ten = [1, 2, (byte)'1', (byte)'0'];
        peer.Frame(123456.789, false, ten).Frame(123456.789, false, ten).Frame(500, false, prefix).Start();
        using var inlet = Open(peer.Source);

        Until(() => !inlet.TryTakeMarker(MonotonicClock.Instance.Now, out _) && inlet.IsLost);

        Assert.Contains("impossible length", inlet.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_at_an_outlet_harms_nobody()
    {
        using var outlet = new LslOutlet(Eeg(channels: 1));
        foreach (var garbage in new[] { "GET / HTTP/1.1\r\n\r\n", "LSL:streamfeed/110 nobody\r\n\r\n", "LSL:streamfeed\r\n1 1\r\n", "LSL:shortinfo\r\n]]((\r\n" })
        {
            Assert.DoesNotContain("200 OK", Ask(outlet, garbage), StringComparison.Ordinal);
        }

        Ask(outlet, new string('x', 20_000));
        using var inlet = Open(outlet.Source);
        outlet.Push([1], MonotonicClock.Instance.Now);
        Fill(inlet, new SampleBlock(inlet.Info, 1), 1);
    }

    [Theory]
    [InlineData("LSL:shortinfo\r\n((((\r\n16999 1\r\n")]
    [InlineData("LSL:shortinfo\r\n\r\n99999 1\r\n")]
    [InlineData("LSL:shortinfo\r\n$x or nobody:function(1) or //*[//*[//*]]/..\r\n16999 1\r\n")]
    [InlineData("LSL:timedata\r\n-1 x\r\n")]
    [InlineData("LSL:timedata")]
    [InlineData("")]
    public void Garbage_at_a_time_service_is_not_answered(string datagram)
    {
        using var outlet = new LslOutlet(Eeg(channels: 1));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, outlet.Source.ServicePort);
        socket.Send(Encoding.ASCII.GetBytes(datagram));
        socket.Send("LSL:timedata\r\n7 1.5\r\n"u8);
        socket.ReceiveTimeout = 5000;
        var answer = new byte[512];

        var length = socket.Receive(answer);

        Assert.StartsWith(" 7 1.5 ", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", "")]
    [InlineData("(", ")")]
    [InlineData("not(", ")")]
    [InlineData("*[", "]")]
    [InlineData("-", "")]
    [InlineData("1=", "")]
    [InlineData("a/", "")]
    public void A_predicate_nested_without_end_ends_nothing(string open, string close)
    {
        using var outlet = new LslOutlet(Eeg(channels: 1));
        var depth = 4000 / (open.Length + close.Length);
        var predicate = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

        Ask(outlet, $"LSL:shortinfo\r\n{predicate}\r\n");

        Assert.Contains(outlet.Source.Uid, Ask(outlet, "LSL:shortinfo\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count(//*[count(//*[count(//*[count(//*[count(//*)>0])>0])>0])>0])>0")]
    [InlineData("desc/channels/channel[../channel[../channel[../channel[../channel[../channel[../channel]]]]]]")]
    [InlineData("substring('a', 1e300, -1e300) = string(1 div 0) or id('x') or lang('x') or nobody()")]
    public void A_predicate_that_would_take_for_ever_is_not_evaluated(string predicate)
    {
        using var outlet = new LslOutlet(Eeg(channels: 256));

        Assert.Empty(Ask(outlet, $"LSL:shortinfo\r\n{predicate}\r\n"));
        Assert.Contains(outlet.Source.Uid, Ask(outlet, "LSL:shortinfo\r\n//channel/label='C256'\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_nested_without_end_is_refused()
    {
        const int Depth = 100_000;
        var nested = string.Concat(Enumerable.Repeat("<a>", Depth)) + string.Concat(Enumerable.Repeat("</a>", Depth));
        using var peer = new ScriptedOutlet(Eeg(channels: 1)) { Header = Encoding.UTF8.GetBytes($"<info><name>{nested}</name></info>") };

        Assert.Contains("nested", FaultOfOpening(peer.Start().Source), StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_answers_do_not_spoil_a_search()
    {
        var info = Eeg(channels: 1);
        using var outlet = new LslOutlet(info);
        using var liar = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        BindToServicePort(liar);
        var lies = new Thread(() => Lie(liar)) { IsBackground = true };
        lies.Start();

        var found = LslResolver.Resolve(LslQuery.ByName(info.Name), minimum: 2, Duration.FromMilliseconds(800), new(LslScope.Machine));

        lies.Join();
        Assert.Equal(outlet.Source.Uid, Assert.Single(found.Sources).Uid);
    }

    private static void BindToServicePort(Socket socket)
    {
        for (var port = 16572; port < 16604; port++)
        {
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return;
            }
            catch (SocketException)
            {
                // taken: the next
            }
        }
    }

    private static void Lie(Socket socket)
    {
        var question = new byte[4096];
        EndPoint asker = new IPEndPoint(IPAddress.Any, 0);
        var length = socket.ReceiveFrom(question, ref asker);
        var queryId = Encoding.ASCII.GetString(question, 0, length).Split("\r\n")[2].Split(' ')[1];
        string[] lies =
        [
            string.Empty,
            "\r\n",
            $"{queryId}\r\n",
            $"{queryId}\r\nnot xml",
            $"{queryId}\r\n<!DOCTYPE info [<!ENTITY a \"a\">]><info><uid>&a;</uid></info>",
            $"{queryId}\r\n<info><uid>no-port</uid><channel_count>1</channel_count><channel_format>float32</channel_format></info>",
            $"{queryId}\r\n<info><uid>port</uid><v4data_port>99999</v4data_port><channel_count>1</channel_count><channel_format>float32</channel_format></info>",
            $"{queryId}\r\n" + new string('x', 60_000),
            "1\r\n<info/>",
        ];
        foreach (var lie in lies)
        {
            socket.SendTo(Encoding.ASCII.GetBytes(lie), asker);
        }
    }

    private static string Ask(LslOutlet outlet, string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, outlet.Source.DataPort);
        socket.ReceiveTimeout = 5000;
        var gathered = new StringBuilder();
        try
        {
            socket.Send(Encoding.ASCII.GetBytes(request));
            var part = new byte[4096];
            for (var length = socket.Receive(part); length > 0; length = socket.Receive(part))
            {
                gathered.Append(Encoding.UTF8.GetString(part, 0, length));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // hung up on, with bytes still under way
        }

        return gathered.ToString();
    }
}
