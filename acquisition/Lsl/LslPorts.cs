using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ClosedLoop.Acquisition;

/// <summary>Binds sockets where LSL expects them.</summary>
internal static class LslPorts
{
    /// <summary>Binds to the first free of LSL's ports, or to any when all are taken.</summary>
    public static void Bind(Socket socket, LslScope scope)
    {
        var address = Local(scope);
        for (var port = LslNetwork.BasePort; port < LslNetwork.BasePort + LslNetwork.PortRange; port++)
        {
            if (TryBind(socket, new IPEndPoint(address, port)))
            {
                return;
            }
        }

        socket.Bind(new IPEndPoint(address, 0));
    }

    /// <summary>
    /// A socket on the shared port for questions, member of LSL's groups on every interface; null where another program keeps the
    /// port for itself, and then only the service port answers.
    /// </summary>
    public static Socket? TryBindDiscovery(LslScope scope)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        if (!TryBind(socket, new IPEndPoint(Local(scope), LslNetwork.DiscoveryPort)))
        {
            socket.Dispose();
            return null;
        }

        if (scope == LslScope.Site)
        {
            Join(socket);
        }

        return socket;
    }

    /// <summary>The IPv4 addresses of the interfaces that are up, with loopback.</summary>
    public static List<IPAddress> LocalAddresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(nic => nic.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
            .Select(entry => entry.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork),
    ];

    private static IPAddress Local(LslScope scope) => scope == LslScope.Machine ? IPAddress.Loopback : IPAddress.Any;

    private static bool TryBind(Socket socket, IPEndPoint endPoint)
    {
        try
        {
            socket.Bind(endPoint);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }

    private static void Join(Socket socket)
    {
        foreach (var local in LocalAddresses())
        {
            foreach (var group in LslNetwork.Groups)
            {
                try
                {
                    socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, local));
                }
                catch (SocketException)
                {
                    // An interface without multicast, or a group that the system always belongs to: the others still work.
                }
            }
        }
    }
}
