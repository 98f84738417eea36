using System.Globalization;

namespace ClosedLoop.Acquisition;

/// <summary>The lines <c>Name: value</c> of a handshake: names without case, <c>;</c> begins a comment, unknown ones do no harm.</summary>
internal sealed class LslHeaders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public static LslHeaders Read(ReadOnlySpan<string> lines)
    {
        var headers = new LslHeaders();
        foreach (var line in lines)
        {
            var comment = line.IndexOf(';', StringComparison.Ordinal);
            var content = comment < 0 ? line : line[..comment];
            var colon = content.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers._values[content[..colon].Trim()] = content[(colon + 1)..].Trim();
            }
        }

        return headers;
    }

    public string Text(string name) => _values.GetValueOrDefault(name, string.Empty);

    public int Integer(string name, int otherwise) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public double Number(string name, double otherwise) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
