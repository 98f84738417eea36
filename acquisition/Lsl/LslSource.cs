using System.Net;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>A stream that somebody offers now: what it says of itself, and where to fetch it.</summary>
/// <param name="Info">Name, type, rate, format and channels. A resolved source knows only how many channels there are; their labels and units come with the inlet.</param>
/// <param name="Uid">Identity of this outlet instance; another one after each restart.</param>
/// <param name="HostName">The machine's name for itself.</param>
/// <param name="SessionId">LSL's session, <c>default</c> unless somebody set another.</param>
/// <param name="Address">Where its answer came from; its own statement about its address is not trusted.</param>
/// <param name="DataPort">TCP port of the data.</param>
/// <param name="ServicePort">UDP port of the time service; often but not always the same number.</param>
/// <param name="CreatedAt">When the outlet was made, on the sender's clock; unset if it does not say.</param>
public sealed record LslSource(
    StreamInfo Info,
    string Uid,
    string HostName,
    string SessionId,
    IPAddress Address,
    int DataPort,
    int ServicePort,
    Instant CreatedAt)
{
    /// <summary>Name and address in words, for messages.</summary>
    public override string ToString() => $"'{Info.Name}' at {Address}:{DataPort}";
}
