using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>
/// A peer that says exactly what a test tells it to, right or wrong: its header, its reply to the feed request, the bytes after it, and
/// the time of its clock. Binds to loopback ports of its own and is never announced.
/// </summary>
internal sealed class ScriptedOutlet : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _service = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly List<Socket> _open = [];
    private readonly Thread _data;
    private readonly Thread _time;

    public ScriptedOutlet(StreamInfo info)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _service.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Source = new LslSource(
            info,
            Guid.NewGuid().ToString(),
            "another-machine",
            "default",
            IPAddress.Loopback,
            ((IPEndPoint)_listener.LocalEndPoint!).Port,
            ((IPEndPoint)_service.LocalEndPoint!).Port,
            Instant.FromSeconds(1));
        Header = Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\"?><info><uid>{Source.Uid}</uid><name>{info.Name}</name><type>{info.Type}</type>"
            + $"<channel_count>{info.ChannelCount}</channel_count><channel_format>{Word(info.Format)}</channel_format>"
            + $"<nominal_srate>{info.NominalRate.TotalHertz:R}</nominal_srate><source_id>{info.SourceId}</source_id>"
            + $"<hostname>{Source.HostName}</hostname><version>1.1000000000000001</version><desc/></info>");
        Reply = FormattableString.Invariant($"LSL/110 200 OK\r\nUID: {Source.Uid}\r\nByte-Order: 1234\r\nData-Protocol-Version: 110\r\n\r\n");
        _data = new Thread(ServeData) { IsBackground = true, Name = "scripted outlet, data" };
        _time = new Thread(ServeTime) { IsBackground = true, Name = "scripted outlet, time" };
    }

    public LslSource Source { get; set; }

    public byte[] Header { get; set; }

    public string Reply { get; set; }

    /// <summary>What follows the reply; the connection then stays open unless <see cref="Ends"/>.</summary>
    public List<byte> Feed { get; } = [];

    public bool Ends { get; set; }

    /// <summary>Goes on sending the last part of <see cref="Reply"/> for ever.</summary>
    public bool RepeatsReply { get; set; }

    public bool AnswersTime { get; set; } = true;

    public Duration ClockAhead { get; set; }

    public ScriptedOutlet Start()
    {
        _data.Start();
        _time.Start();
        return this;
    }

    /// <summary>Adds a frame; a null stamp makes it deduced.</summary>
    public ScriptedOutlet Frame(double? stamp, bool bigEndian, params byte[][] littleEndianValues)
    {
        Feed.Add((byte)(stamp is null ? 1 : 2));
        if (stamp is { } seconds)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, seconds);
            Feed.AddRange(bigEndian ? bytes.Reverse() : bytes);
        }

        foreach (var value in littleEndianValues)
        {
            Feed.AddRange(bigEndian ? value.Reverse() : value);
        }

        return this;
    }

    /// <summary>Adds a frame of one float.</summary>
    public ScriptedOutlet Float(double? stamp, float value) => Frame(stamp, false, BitConverter.GetBytes(value));

    /// <summary>Adds the test frames of float32 with one channel.</summary>
    public ScriptedOutlet FloatPatterns() => Float(123456.789, 4).Float(123456.789, 2);

    public void Dispose()
    {
        _listener.Dispose();
        _service.Dispose();
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
        }
    }

    private static string Word(ChannelFormat format) => format switch
    {
        ChannelFormat.String => "string",
        _ => format.ToString().ToLowerInvariant(),
    };

    private void ServeData()
    {
        try
        {
            while (true)
            {
                var client = _listener.Accept();
                lock (_open)
                {
                    _open.Add(client);
                }

                Serve(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            var request = new byte[4096];
            var length = client.Receive(request);
            if (Encoding.ASCII.GetString(request, 0, length).StartsWith("LSL:fullinfo", StringComparison.Ordinal))
            {
                client.Send(Header);
                client.Dispose();
                return;
            }

            client.Send(Encoding.UTF8.GetBytes(Reply));
            while (RepeatsReply)
            {
                client.Send(Encoding.UTF8.GetBytes(Reply));
            }

            client.Send(Feed.ToArray());
            if (Ends)
            {
                client.Dispose();
            }
        }
        catch (SocketException)
        {
            // the inlet under test hung up, as it should
        }
    }

    private void ServeTime()
    {
        var buffer = new byte[512];
        try
        {
            while (true)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                var length = _service.ReceiveFrom(buffer, ref from);
                var words = Encoding.ASCII.GetString(buffer, 0, length).Split("\r\n")[1].Split(' ');
                var now = LslTime.ToSeconds(MonotonicClock.Instance.Now + ClockAhead);
                if (AnswersTime)
                {
                    _service.SendTo(Encoding.ASCII.GetBytes(FormattableString.Invariant($" {words[0]} {words[1]} {now:R} {now:R}")), from);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }
}
