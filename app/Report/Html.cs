using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ClosedLoop.App;

/// <summary>Small pieces of HTML in which every text is encoded.</summary>
internal static class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What stands for a value that is not there.</summary>
    public const string Missing = "<span class=\"missing\">–</span>";

    /// <summary>Text without meaning as HTML.</summary>
    public static string Text(string? text) => text is null ? Missing : Encoder.Encode(text);

    /// <summary>A wall time to the second; what is no time stays as it is.</summary>
    public static string Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? Text(time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture))
            : Text(text);

    /// <summary>A number with up to some decimals, and its unit; missing as such.</summary>
    public static string Number(double? value, int decimals, string unit = "")
    {
        var text = value?.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        return text is null ? Missing : Text(unit.Length == 0 || unit == "°" ? text + unit : $"{text} {unit}");
    }

    /// <summary>A number of things, with the word in its right form.</summary>
    public static string Count(int count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? "" : "s")}");

    /// <summary>A table; the cells are HTML already.</summary>
    public static string Table(string kind, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder($"<table class=\"{kind}\"><thead><tr>");
        html.AppendJoin("", heads.Select(head => $"<th>{Text(head)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>\n");
        }

        return html.Append("</tbody></table>").ToString();
    }
}
