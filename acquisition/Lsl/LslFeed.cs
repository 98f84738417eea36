using System.Net.Sockets;

namespace ClosedLoop.Acquisition;

/// <summary>An open stream feed: handshake done, test frames checked, the reader at the first live frame.</summary>
internal sealed record LslFeed(Socket Socket, LslFrameReader Reader);
