using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads the XML of XDF's header chunks.</summary>
internal static class XdfStreamHeader
{
    // More than any device has, and small enough that a damaged number costs no memory.
    private const int MostChannels = 1 << 16;

    /// <summary>The names of the formats as XDF writes them.</summary>
    private static readonly Dictionary<string, ChannelFormat> s_formats = new(StringComparer.Ordinal)
    {
        ["float32"] = ChannelFormat.Float32,
        ["double64"] = ChannelFormat.Double64,
        ["string"] = ChannelFormat.String,
        ["int8"] = ChannelFormat.Int8,
        ["int16"] = ChannelFormat.Int16,
        ["int32"] = ChannelFormat.Int32,
        ["int64"] = ChannelFormat.Int64,
    };

    /// <summary>The <c>info</c> element of a header or footer chunk, or null if it is no XML.</summary>
    public static XElement? ParseXml(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(bytes).Trim('\0', '\uFEFF', ' ', '\r', '\n', '\t'));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The stream that a header describes.</summary>
    /// <param name="info">The header's <c>info</c>.</param>
    /// <param name="why">Why there is none.</param>
    public static StreamInfo? Parse(XElement info, out string why)
    {
        why = "";
        if (!int.TryParse(Value(info, "channel_count"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var channels)
            || channels is < 1 or > MostChannels)
        {
            why = $"its channel_count is '{Value(info, "channel_count")}'";
            return null;
        }

        if (!s_formats.TryGetValue(Value(info, "channel_format"), out var format))
        {
            why = $"its channel_format is '{Value(info, "channel_format")}'";
            return null;
        }

        if (!double.TryParse(Value(info, "nominal_srate"), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            || !double.IsFinite(rate) || rate < 0)
        {
            why = $"its nominal_srate is '{Value(info, "nominal_srate")}'";
            return null;
        }

        return new StreamInfo(
            Value(info, "name"),
            Value(info, "type"),
            Frequency.FromHertz(rate),
            format,
            ParseChannels(info, channels),
            Value(info, "source_id"));
    }

    /// <summary>The text of an element somewhere below, empty if it is not there.</summary>
    public static string Value(XElement info, params ReadOnlySpan<string> path)
    {
        var element = info;
        foreach (var name in path)
        {
            element = element?.Element(name);
        }

        return element?.Value.Trim() ?? "";
    }

    /// <summary>The format of a name as XDF writes it.</summary>
    public static bool TryFormat(string name, out ChannelFormat format) => s_formats.TryGetValue(name, out format);

    /// <summary>A format's name as XDF writes it.</summary>
    public static string NameOf(ChannelFormat format) =>
        s_formats.First(pair => pair.Value == format || format == ChannelFormat.Undefined).Key;

    private static ChannelInfo[] ParseChannels(XElement info, int count)
    {
        var channels = new ChannelInfo[count];
        Array.Fill(channels, new ChannelInfo(""));
        var elements = info.Element("desc")?.Element("channels")?.Elements("channel") ?? [];
        foreach (var (index, element) in elements.Take(count).Index())
        {
            channels[index] = new ChannelInfo(Value(element, "label"), Value(element, "unit"), Value(element, "type"));
        }

        return channels;
    }
}
