using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>A stream's header as XML: written by outlets, read by resolvers and inlets. Set-up only: allocates.</summary>
internal static class LslInfoXml
{
    /// <summary>The largest header that is read, in bytes; full descriptions of 10,000 channels fit.</summary>
    public const int LargestHeader = 4 * 1024 * 1024;

    /// <summary>The most channels that a stream may have.</summary>
    public const int MostChannels = 10_000;

    private const double HighestRate = 1e7;
    private const int DeepestElement = 64;

    /// <summary>Builds the header; <paramref name="description"/> gives the children of <c>desc</c>, null gives an empty one.</summary>
    public static XElement Write(LslSource source, IEnumerable<XElement>? description)
    {
        var info = source.Info;
        return new XElement(
            "info",
            new XElement("name", info.Name),
            new XElement("type", info.Type),
            new XElement("channel_count", info.ChannelCount),
            new XElement("channel_format", LslFormat.Of(info.Format).WireName),
            new XElement("source_id", info.SourceId),
            new XElement("nominal_srate", info.NominalRate.TotalHertz.ToString("R", CultureInfo.InvariantCulture)),
            new XElement("version", "1.10"),
            new XElement("created_at", LslTime.ToSeconds(source.CreatedAt).ToString("R", CultureInfo.InvariantCulture)),
            new XElement("uid", source.Uid),
            new XElement("session_id", source.SessionId),
            new XElement("hostname", source.HostName),
            new XElement("v4address"),
            new XElement("v4data_port", source.DataPort),
            new XElement("v4service_port", source.ServicePort),
            new XElement("v6address"),
            new XElement("v6data_port", 0),
            new XElement("v6service_port", 0),
            new XElement("desc", description));
    }

    /// <summary>The <c>channels</c> element of a full header.</summary>
    public static XElement WriteChannels(StreamInfo info) => new(
        "channels",
        info.Channels.Select(channel => new XElement(
            "channel",
            new XElement("label", channel.Label),
            new XElement("unit", channel.Unit),
            new XElement("type", channel.Type))));

    /// <summary>Reads a header that came from <paramref name="from"/>. Refuses DTDs, oversize and impossible values, saying which.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8,
        IPAddress from,
        [NotNullWhen(true)] out LslSource? source,
        [NotNullWhen(false)] out string? fault)
    {
        source = null;
        fault = null;
        if (utf8.Length > LargestHeader)
        {
            fault = $"The header has {utf8.Length} bytes; at most {LargestHeader} are read.";
            return false;
        }

        try
        {
            source = Read(Parse(Encoding.UTF8.GetString(utf8)), from);
            return true;
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException)
        {
            fault = $"The header is not one of LSL: {e.Message}";
            return false;
        }
    }

    private static XElement Parse(string xml)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = LargestHeader,
        };
        var text = xml.Trim('\0', ' ', '\r', '\n', '\t', '\uFEFF');
        RefuseDepth(text, settings);
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var root = XDocument.Load(reader).Root;
        return root?.Name == "info" ? root : throw new FormatException("its root element is not 'info'.");
    }

    // Reading an element's text recurses into its children: a peer that nests without end would end the process.
    private static void RefuseDepth(string text, XmlReaderSettings settings)
    {
        using var reader = XmlReader.Create(new StringReader(text), settings);
        while (reader.Read())
        {
            if (reader.Depth > DeepestElement)
            {
                throw new FormatException($"its elements are nested more than {DeepestElement} deep.");
            }
        }
    }

    private static LslSource Read(XElement root, IPAddress from)
    {
        var format = LslFormat.Find(Text(root, "channel_format"))
            ?? throw new FormatException($"the channel format '{Text(root, "channel_format")}' is not known.");
        var channels = Number(root, "channel_count", 1, MostChannels);
        var rate = Number(root, "nominal_srate", 0, HighestRate);
        var info = new StreamInfo(
            Text(root, "name"),
            Text(root, "type"),
            Frequency.FromHertz(rate),
            format.Format,
            ReadChannels(root, (int)channels),
            Text(root, "source_id"));
        LslTime.TryFromSeconds(Number(root, "created_at", double.MinValue, double.MaxValue), out var createdAt);
        return new LslSource(
            info,
            Text(root, "uid"),
            Text(root, "hostname"),
            Text(root, "session_id"),
            from,
            (int)Number(root, "v4data_port", 0, IPEndPoint.MaxPort),
            (int)Number(root, "v4service_port", 0, IPEndPoint.MaxPort),
            createdAt);
    }

    private static ChannelInfo[] ReadChannels(XElement root, int count)
    {
        var described = root.Element("desc")?.Element("channels")?.Elements("channel").Take(count).ToArray() ?? [];
        var channels = new ChannelInfo[count];
        for (var i = 0; i < count; i++)
        {
            channels[i] = i < described.Length
                ? new ChannelInfo(Text(described[i], "label"), Text(described[i], "unit"), Text(described[i], "type"))
                : new ChannelInfo(string.Empty);
        }

        return channels;
    }

    private static string Text(XElement parent, string name) => parent.Element(name)?.Value.Trim() ?? string.Empty;

    private static double Number(XElement parent, string name, double least, double most)
    {
        var text = Text(parent, name);
        if (text.Length == 0 && least <= 0)
        {
            return 0;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException($"its {name} is '{text}', which is not a number from {least} to {most}.");
    }
}
