namespace ClosedLoop.Acquisition;

/// <summary>Where the requests on a data port end: each kind has its own number of lines.</summary>
internal static class LslRequests
{
    /// <summary>True if all lines of a request are here; a first line that is none of LSL's is whole too, and will be refused.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var first = request[..end];
        var rest = request[(end + 2)..];
        if (first.StartsWith("LSL:streamfeed/"u8))
        {
            return rest.StartsWith("\r\n"u8) || rest.IndexOf("\r\n\r\n"u8) >= 0;
        }

        return !(first.SequenceEqual("LSL:shortinfo"u8) || first.SequenceEqual("LSL:streamfeed"u8)) || rest.IndexOf("\r\n"u8) >= 0;
    }
}
