using System.Net;

namespace ClosedLoop.Acquisition;

/// <summary>Where a resolver asks.</summary>
/// <param name="Scope">The local network, or this machine only.</param>
/// <param name="KnownPeers">Machines that multicast does not reach: each is asked on all 32 service ports.</param>
public sealed record LslResolverSettings(LslScope Scope = LslScope.Site, IReadOnlyList<IPAddress>? KnownPeers = null);
