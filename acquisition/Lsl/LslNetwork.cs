using System.Net;

namespace ClosedLoop.Acquisition;

/// <summary>The addresses and ports on which LSL meets, with liblsl's defaults; IPv4.</summary>
internal static class LslNetwork
{
    /// <summary>Where all outlets of a machine listen for queries (UDP, shared).</summary>
    public const int DiscoveryPort = 16571;

    /// <summary>First of the ports for data (TCP) and for services (UDP).</summary>
    public const int BasePort = 16572;

    /// <summary>How many ports there are from <see cref="BasePort"/> on.</summary>
    public const int PortRange = 32;

    /// <summary>Routers a multicast may pass: liblsl's value for the scope "site".</summary>
    public const int SiteTimeToLive = 24;

    /// <summary>The largest datagram that IPv4 carries.</summary>
    public const int LargestDatagram = 65_535;

    /// <summary>The groups that outlets join and resolvers ask, by liblsl's scopes link and site.</summary>
    public static IReadOnlyList<IPAddress> Groups { get; } =
    [
        IPAddress.Parse("239.255.172.215"),
        IPAddress.Parse("224.0.0.183"),
        IPAddress.Parse("224.0.0.1"),
    ];
}
