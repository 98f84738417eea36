using System.Globalization;

namespace ClosedLoop.Acquisition;

/// <summary>An outlet's answer to a feed request.</summary>
/// <param name="Status">200 for a feed; 404 if another outlet has this port now; 505 for a protocol it does not speak.</param>
/// <param name="Uid">The outlet instance that answers.</param>
/// <param name="ByteOrder">The order of everything that follows: 1234, 4321, or 0 for "the usual".</param>
/// <param name="DataProtocol">110, or 100 for the older framing.</param>
internal sealed record LslFeedReply(int Status, string Uid, int ByteOrder, int DataProtocol)
{
    private const string Greeting = "LSL/";

    /// <summary>Reads the reply's lines; null if this is no LSL outlet.</summary>
    public static LslFeedReply? Read(string reply)
    {
        var lines = reply.Split("\r\n");
        var words = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !words[0].StartsWith(Greeting, StringComparison.Ordinal)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return null;
        }

        var headers = LslHeaders.Read(lines.AsSpan(1));
        return new LslFeedReply(
            status,
            headers.Text("UID"),
            headers.Integer("Byte-Order", 0),
            headers.Integer("Data-Protocol-Version", 110));
    }

    /// <summary>The reply as text.</summary>
    public string Write() =>
        $"{Greeting}110 200 OK\r\nUID: {Uid}\r\nByte-Order: {ByteOrder}\r\n"
        + $"Suppress-Subnormals: 0\r\nData-Protocol-Version: {DataProtocol}\r\n\r\n";
}
