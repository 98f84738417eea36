using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Finds the streams that are offered now: asks by multicast on each network interface, by broadcast, and on this machine port by
/// port (a question to the shared port of one machine reaches only one of its outlets). Set-up: blocks and allocates.
/// </summary>
public static class LslResolver
{
    private const int MostSources = 1024;

    private static readonly Duration WavePeriod = Duration.FromMilliseconds(500);

    /// <summary>Looks for streams until <paramref name="minimum"/> are known or the time has passed.</summary>
    /// <param name="query">Which streams.</param>
    /// <param name="minimum">How many are enough; 0 waits the whole time and takes all.</param>
    /// <param name="timeout">At most so long. Give a second or more where a network is to be searched.</param>
    /// <param name="settings">Where to ask; null for the local network.</param>
    /// <exception cref="ArgumentException">A known peer is not an IPv4 address.</exception>
    public static LslResolution Resolve(LslQuery query, int minimum, Duration timeout, LslResolverSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        if (settings?.KnownPeers?.FirstOrDefault(peer => peer.AddressFamily != AddressFamily.InterNetwork) is { } other)
        {
            throw new ArgumentException($"The known peer {other} is not an IPv4 address; only those can be asked.", nameof(settings));
        }

        var deadline = Deadline.In(timeout);
        try
        {
            using var search = new Search(query, settings ?? new LslResolverSettings());
            search.Run(minimum == 0 ? MostSources : minimum, deadline);
            return new LslResolution(search.Found, null);
        }
        catch (SocketException e)
        {
            return new LslResolution([], $"No stream can be looked for on this network ({e.SocketErrorCode}).");
        }
    }

    private sealed class Search : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        private readonly SocketWait _wait = new();
        private readonly byte[] _datagram = new byte[LslNetwork.LargestDatagram];
        private readonly Dictionary<string, LslSource> _byUid = [];
        private readonly LslResolverSettings _settings;
        private readonly string _queryId = Random.Shared.NextInt64(1, long.MaxValue).ToString(CultureInfo.InvariantCulture);
        private readonly byte[] _question;

        public Search(LslQuery query, LslResolverSettings settings)
        {
            _settings = settings;
            LslPorts.Bind(_socket, settings.Scope);
            var port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
            _question = Encoding.UTF8.GetBytes($"LSL:shortinfo\r\n{query.Predicate}\r\n{port} {_queryId}\r\n");
        }

        public List<LslSource> Found { get; } = [];

        public void Run(int enough, Deadline deadline)
        {
            // Always one wave, so that even a search of no time asks.
            do
            {
                AskEverywhere();
                var wave = Deadline.In(WavePeriod);
                while (Found.Count < enough && !wave.HasPassed && !deadline.HasPassed)
                {
                    _wait.Clear();
                    _wait.Watch(_socket, forReading: true);
                    if (_wait.Wait(Math.Min(wave.Milliseconds, deadline.Milliseconds)))
                    {
                        TakeReply();
                    }
                }
            }
            while (Found.Count < enough && !deadline.HasPassed);
        }

        public void Dispose() => _socket.Dispose();

        private void AskEverywhere()
        {
            AskPorts(IPAddress.Loopback);
            Ask(IPAddress.Loopback, LslNetwork.DiscoveryPort);
            foreach (var peer in _settings.KnownPeers ?? [])
            {
                AskPorts(peer);
            }

            if (_settings.Scope == LslScope.Machine)
            {
                return;
            }

            _socket.EnableBroadcast = true;
            Ask(IPAddress.Broadcast, LslNetwork.DiscoveryPort);
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, LslNetwork.SiteTimeToLive);
            foreach (var local in LslPorts.LocalAddresses())
            {
                AskGroups(local);
            }
        }

        private void AskGroups(IPAddress from)
        {
            try
            {
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, from.GetAddressBytes());
            }
            catch (SocketException)
            {
                return; // an interface without multicast is passed over
            }

            foreach (var group in LslNetwork.Groups)
            {
                Ask(group, LslNetwork.DiscoveryPort);
            }
        }

        private void AskPorts(IPAddress peer)
        {
            for (var port = LslNetwork.BasePort; port < LslNetwork.BasePort + LslNetwork.PortRange; port++)
            {
                Ask(peer, port);
            }
        }

        private void Ask(IPAddress address, int port)
        {
            try
            {
                _socket.SendTo(_question, new IPEndPoint(address, port));
            }
            catch (SocketException)
            {
                // An unreachable network is no reason not to ask the others; nobody there is simply nobody found.
            }
        }

        // One a wait: how many there are cannot be asked, since an empty datagram counts as no bytes and would stop up the rest.
        private void TakeReply()
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            try
            {
                var length = _socket.ReceiveFrom(_datagram, ref from);
                Take(_datagram.AsSpan(0, length), ((IPEndPoint)from).Address);
            }
            catch (SocketException)
            {
                // A datagram that the kernel took back after all: the wait comes round again.
            }
        }

        private void Take(ReadOnlySpan<byte> reply, IPAddress from)
        {
            var end = reply.IndexOf("\r\n"u8);
            if (end < 0 || Encoding.ASCII.GetString(reply[..end]).Trim() != _queryId
                || !LslInfoXml.TryRead(reply[(end + 2)..], from, out var source, out _))
            {
                return;
            }

            if (source.Uid.Length > 0 && source.DataPort > 0 && source.ServicePort > 0 && _byUid.TryAdd(source.Uid, source))
            {
                Found.Add(source);
            }
        }
    }
}
