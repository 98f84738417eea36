using System.Globalization;
using System.Text;

namespace ClosedLoop.Acquisition;

/// <summary>What an inlet asks for when it opens a stream feed of protocol 1.10.</summary>
/// <param name="Uid">The outlet instance that is meant.</param>
/// <param name="ByteOrder">The inlet's own order: 1234 or 4321.</param>
/// <param name="EndianPerformance">How fast the inlet converts orders; 0 asks the outlet to do it.</param>
/// <param name="ValueSize">Bytes a value.</param>
/// <param name="BufferFrames">How many frames the outlet shall keep for a slow inlet; 0 or less and it sends none.</param>
internal sealed record LslFeedRequest(string Uid, int ByteOrder, double EndianPerformance, int ValueSize, int BufferFrames)
{
    public const string Command = "LSL:streamfeed/110";

    /// <summary>This machine's byte order, as LSL writes it.</summary>
    public static int NativeOrder => BitConverter.IsLittleEndian ? 1234 : 4321;

    /// <summary>The request as text, with a header for each property.</summary>
    public byte[] Write(LslSource source, int chunkFrames)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Command} {Uid}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Native-Byte-Order: {ByteOrder}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Endian-Performance: {EndianPerformance}\r\n");
        text.Append("Has-IEEE754-Floats: 1\r\nSupports-Subnormals: 1\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Value-Size: {ValueSize}\r\n");
        text.Append("Data-Protocol-Version: 110\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Max-Buffer-Length: {BufferFrames}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Max-Chunk-Length: {chunkFrames}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Hostname: {source.HostName}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Source-Id: {source.Info.SourceId}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Session-Id: {source.SessionId}\r\n\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads a request's lines; null if the first is not a feed request.</summary>
    public static LslFeedRequest? Read(string request)
    {
        var lines = request.Split("\r\n");
        if (!lines[0].StartsWith(Command, StringComparison.Ordinal))
        {
            return null;
        }

        var headers = LslHeaders.Read(lines.AsSpan(1));
        return new LslFeedRequest(
            lines[0][Command.Length..].Trim(),
            headers.Integer("Native-Byte-Order", NativeOrder),
            headers.Number("Endian-Performance", 0),
            headers.Integer("Value-Size", 0),
            headers.Integer("Max-Buffer-Length", 0));
    }
}
