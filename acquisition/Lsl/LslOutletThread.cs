using System.Net;
using System.Net.Sockets;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>The part of an outlet that listens: questions by datagram, clients by connection. Owns the sockets and one thread.</summary>
internal sealed class LslOutletThread : IDisposable
{
    private const int MostClients = 64;
    private const int HouseKeepingMilliseconds = 250;
    private const int LargestBuffer = 64 * 1024 * 1024;
    private const int IrregularBuffer = 1024 * 1024;
    private const int LeastFrames = 100;
    private const int FrameOverhead = 16;

    private static readonly Duration RequestTime = Duration.FromSeconds(5);

    private readonly LslAnnouncement _announcement;
    private readonly LslOutletSettings _settings;
    private readonly Clock _clock;
    private readonly Socket _listener;
    private readonly Socket _service;
    private readonly Socket? _discovery;
    private readonly Socket _bell;
    private readonly SocketWait _wait = new();
    private readonly List<LslClient> _clients = [];
    private readonly byte[] _datagram = new byte[LslNetwork.LargestDatagram];
    private readonly ManualResetEventSlim _hasFeeds = new();
    private readonly Thread _thread;
    private volatile LslClient[] _feeds = [];
    private volatile bool _isStopping;
    private long _lostFrames;
    private int _rung;

    public LslOutletThread(StreamInfo info, LslOutletSettings settings)
    {
        _settings = settings;
        _clock = settings.Clock ?? MonotonicClock.Instance;
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        _service = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        _bell = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        LslPorts.Bind(_listener, settings.Scope);
        LslPorts.Bind(_service, settings.Scope);
        _listener.Listen(MostClients);
        _bell.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _bell.Connect(_bell.LocalEndPoint!);
        _discovery = LslPorts.TryBindDiscovery(settings.Scope);
        Source = new LslSource(
            info,
            Guid.NewGuid().ToString(),
            Dns.GetHostName(),
            settings.SessionId,
            IPAddress.Loopback,
            ((IPEndPoint)_listener.LocalEndPoint!).Port,
            ((IPEndPoint)_service.LocalEndPoint!).Port,
            _clock.Now);
        _announcement = new LslAnnouncement(Source, settings.Description, _clock);
        _thread = new Thread(Run) { Name = $"lsl-outlet {info.Name}", IsBackground = true };
        _thread.Start();
    }

    public LslSource Source { get; }

    // With what the ring keeps beside a frame.
    private int LargestFrame => Source.Info.IsText
        ? LslTextFormat.LongestText + FrameOverhead + (Source.Info.ChannelCount * LslTextFormat.LongestPrefix)
        : FrameOverhead + (Source.Info.ChannelCount * sizeof(float));

    /// <summary>The clients that are fed now; replaced as a whole when one comes or goes.</summary>
    public LslClient[] Feeds => _feeds;

    public long LostFrames => Interlocked.Read(ref _lostFrames);

    public string? DiscoveryFault => _discovery is null
        ? $"Another program keeps UDP port {LslNetwork.DiscoveryPort} for itself; other machines will not find '{Source.Info.Name}' unless they name this one as a known peer."
        : null;

    public bool WaitForFeeds(Duration timeout) => _hasFeeds.Wait(TimeSpan.FromMilliseconds(timeout.TotalMilliseconds));

    /// <summary>Takes the count of dropped frames, and wakes the thread if a client needs it. On the pusher's thread; never waits.</summary>
    public void Report(int lost, bool needsThread)
    {
        if (lost > 0)
        {
            Interlocked.Add(ref _lostFrames, lost);
        }

        if (needsThread && !_isStopping && Interlocked.Exchange(ref _rung, 1) == 0)
        {
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isStopping)
        {
            return;
        }

        _isStopping = true;
        Ring();
        _thread.Join();
        _feeds = [];
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _listener.Dispose();
        _service.Dispose();
        _discovery?.Dispose();
        _bell.Dispose();
        _hasFeeds.Dispose();
    }

    private void Ring() => _bell.Send("!"u8, SocketFlags.None, out _);

    private void Run()
    {
        while (!_isStopping)
        {
            _wait.Clear();
            var bell = _wait.Watch(_bell, forReading: true);
            var listener = _wait.Watch(_listener, forReading: true);
            var service = _wait.Watch(_service, forReading: true);
            var discovery = _discovery is null ? -1 : _wait.Watch(_discovery, forReading: true);
            var firstClient = WatchClients();
            if (_wait.Wait(HouseKeepingMilliseconds))
            {
                HearBell(bell);
                ServeClients(firstClient);
                Hear(service, _service, tellsTime: true);
                Hear(discovery, _discovery, tellsTime: false);
                Accept(listener);
            }

            RemoveEnded();
        }
    }

    private int WatchClients()
    {
        var first = -1;
        foreach (var client in _clients)
        {
            var place = _wait.Watch(client.Socket, forReading: true, forWriting: client.HasMore);
            first = first < 0 ? place : first;
        }

        return first;
    }

    // The bell is reset before the clients are looked at, so that a push after that look rings again.
    private void HearBell(int place)
    {
        if (_wait.IsReadable(place))
        {
            _bell.Receive(_datagram, SocketFlags.None, out _);
            Interlocked.Exchange(ref _rung, 0);
        }
    }

    private void ServeClients(int firstPlace)
    {
        for (var i = 0; i < _clients.Count; i++)
        {
            var client = _clients[i];
            if (_wait.IsReadable(firstPlace + i) && client.ReadRequest() is { } request)
            {
                Serve(client, request);
            }

            if (_wait.IsWritable(firstPlace + i))
            {
                client.Flush();
            }
        }
    }

    private void Serve(LslClient client, string request)
    {
        var lines = request.Split("\r\n");
        switch (lines[0])
        {
            case "LSL:fullinfo":
                client.Answer(_announcement.FullInfo);
                break;
            case "LSL:shortinfo" when lines.Length > 1:
                client.Answer(_announcement.Matches(lines[1].Trim()) ? _announcement.ShortInfo : []);
                break;
            case "LSL:streamfeed":
                client.Answer("LSL/110 505 Version not supported"u8);
                break;
            default:
                ServeFeed(client, LslFeedRequest.Read(request));
                break;
        }
    }

    private void ServeFeed(LslClient client, LslFeedRequest? request)
    {
        if (request is null || (request.Uid.Length > 0 && request.Uid != Source.Uid))
        {
            client.Answer(request is null ? "LSL/110 400 Bad request"u8 : "LSL/110 404 Not found"u8);
            return;
        }

        // We turn bytes round only for who cannot do it (performance 0); it costs the pusher.
        var isSwapped = request.ByteOrder is 1234 or 4321 && request.ByteOrder != LslFeedRequest.NativeOrder
            && request.EndianPerformance <= 0;
        var order = isSwapped ? request.ByteOrder : LslFeedRequest.NativeOrder;
        var reply = new LslFeedReply(200, Source.Uid, order, DataProtocol: 110).Write();
        var patterns = new LslFrameWriter(isSwapped).WritePatterns(LslFormat.Of(Source.Info.Format), Source.Info.ChannelCount);
        if (request.BufferFrames <= 0)
        {
            client.Answer(Encoding.UTF8.GetBytes(reply)); // liblsl too sends nothing but the header then
            return;
        }

        var ring = new LslFrameRing(RingBytes(request.BufferFrames));
        client.BeginFeed([.. Encoding.UTF8.GetBytes(reply), .. patterns], isSwapped, ring, LargestFrame);
        PublishFeeds();
        client.Flush();
    }

    private int RingBytes(int framesAsked)
    {
        if (Source.Info.IsText)
        {
            return IrregularBuffer;
        }

        var rate = Source.Info.NominalRate.TotalHertz;
        var kept = rate > 0 ? Math.Max(LeastFrames, rate * _settings.BufferSeconds) : IrregularBuffer / LargestFrame;
        var frames = Math.Min(framesAsked, kept);
        return (int)Math.Max(2 * LargestFrame, Math.Min(LargestBuffer, frames * LargestFrame));
    }

    private void Hear(int place, Socket? socket, bool tellsTime)
    {
        if (socket is null || !_wait.IsReadable(place))
        {
            return;
        }

        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            var length = socket.ReceiveFrom(_datagram, ref from);
            var answer = _announcement.Answer(_datagram.AsSpan(0, length), _clock.Now, tellsTime, out var port);
            if (answer is not null)
            {
                var sender = (IPEndPoint)from;
                socket.SendTo(answer, new IPEndPoint(sender.Address, port == 0 ? sender.Port : port));
            }
        }
        catch (SocketException)
        {
            // A datagram that another reader took, or an asker that has gone: nobody waits for this answer.
        }
    }

    private void Accept(int place)
    {
        if (!_wait.IsReadable(place))
        {
            return;
        }

        try
        {
            var socket = _listener.Accept();
            if (_clients.Count >= MostClients)
            {
                socket.Dispose();
                return;
            }

            socket.Blocking = false;
            socket.NoDelay = true;
            _clients.Add(new LslClient(socket, Deadline.In(RequestTime)));
        }
        catch (SocketException)
        {
            // The client went away between knocking and coming in.
        }
    }

    private void RemoveEnded()
    {
        var removed = false;
        for (var i = _clients.Count - 1; i >= 0; i--)
        {
            if (_clients[i].IsOver || _clients[i].IsOverdue)
            {
                removed |= _clients[i].IsFeeding;
                _clients[i].Dispose();
                _clients.RemoveAt(i);
            }
        }

        if (removed)
        {
            PublishFeeds();
        }
    }

    private void PublishFeeds()
    {
        var feeds = _clients.Where(client => client.IsFeeding && !client.IsOver).ToArray();
        _feeds = feeds;
        if (feeds.Length > 0)
        {
            _hasFeeds.Set();
        }
        else
        {
            _hasFeeds.Reset();
        }
    }
}
