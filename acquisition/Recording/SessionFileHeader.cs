using System.Globalization;
using System.Xml.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>What this program adds to the XML headers of the XDF files that it records, so that it knows them again.</summary>
internal static class SessionFileHeader
{
    private const string Mark = "closedloop";

    /// <summary>The file header's <c>desc</c>: the session's first instant as an integer.</summary>
    public static XElement FileDescription(Instant origin) => new(
        "desc",
        new XElement(Mark, new XElement("origin_ns", origin.TotalNanoseconds.ToString(CultureInfo.InvariantCulture))));

    /// <summary>The session's first instant, unset if the file is not ours.</summary>
    public static Instant ParseOrigin(XElement? info)
    {
        var text = info is null ? "" : XdfStreamHeader.Value(info, "desc", Mark, "origin_ns");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds)
            ? Instant.FromNanoseconds(nanoseconds)
            : default;
    }

    /// <summary>A stream header's mark: what the stream is to the loop, and how its values came in.</summary>
    public static XElement StreamDescription(SessionStreamRole role, ChannelFormat sourceFormat) => new(
        Mark,
        new XElement("role", NameOf(role)),
        new XElement("source_format", XdfStreamHeader.NameOf(sourceFormat)));

    /// <summary>What a stream of a session is; null if the header does not say.</summary>
    public static SessionStreamRole? ParseRole(XElement info)
    {
        var name = XdfStreamHeader.Value(info, "desc", Mark, "role");
        foreach (var role in Enum.GetValues<SessionStreamRole>())
        {
            if (NameOf(role) == name)
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>How the stream's values came in.</summary>
    public static ChannelFormat ParseSourceFormat(XElement info, ChannelFormat otherwise) =>
        XdfStreamHeader.TryFormat(XdfStreamHeader.Value(info, "desc", Mark, "source_format"), out var format) ? format : otherwise;

    private static string NameOf(SessionStreamRole role) => role switch
    {
        SessionStreamRole.Frames => "frames",
        SessionStreamRole.Markers => "markers",
        _ => "turns",
    };
}
