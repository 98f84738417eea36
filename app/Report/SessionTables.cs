using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClosedLoop.App;

/// <summary>
/// All that <c>session.json</c> says, as tables: its own values first, then one table for each object inside it.
/// </summary>
internal static class SessionTables
{
    /// <summary>The tables as HTML.</summary>
    public static string Of(SessionFolder folder)
    {
        var html = new StringBuilder(Section("Session", folder.Session.Where(e => e.Value is not JsonObject), Facts(folder)));
        foreach (var (key, value) in folder.Session)
        {
            if (value is JsonObject inner)
            {
                html.Append(Section(Label(key), inner, []));
            }
        }

        return html.ToString();
    }

    /// <summary>A key as words with its unit in brackets: <c>timing_error_p99_us</c> is "Timing error p99 (µs)".</summary>
    public static string Label(string key)
    {
        var words = KeyUnits.Stem(key).Split('_');
        words[0] = words[0] is "cbi" or "mep" or "gc" or "os"
            ? words[0].ToUpperInvariant()
            : string.Concat(words[0].Take(1).Select(char.ToUpperInvariant).Concat(words[0].Skip(1)));
        var name = string.Join(' ', words);
        return KeyUnits.Symbol(key) is { Length: > 0 } unit ? $"{name} ({unit})" : name;
    }

    /// <summary>A name in PascalCase, or a key, as words: <c>TrialRunning</c> is "Trial running".</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var c in name)
        {
            words.Append(char.IsUpper(c) && words.Length > 0 ? $"_{char.ToLowerInvariant(c)}" : c);
        }

        return Label(words.ToString());
    }

    private static IEnumerable<KeyValuePair<string, string>> Facts(SessionFolder folder)
    {
        if (folder.Experiment is { } experiment)
        {
            yield return KeyValuePair.Create("subject", experiment.Subject.Id);
            if (!folder.Session.ContainsKey("experiment_sha256"))
            {
                yield return KeyValuePair.Create("experiment_sha256", experiment.Sha256());
            }
        }
    }

    private static string Section(
        string title, IEnumerable<KeyValuePair<string, JsonNode?>> values, IEnumerable<KeyValuePair<string, string>> more)
    {
        var rows = values.Select(e => (IReadOnlyList<string>)[Html.Text(Label(e.Key)), Value(e.Key, e.Value)])
            .Concat(more.Select(e => (IReadOnlyList<string>)[Html.Text(Label(e.Key)), Marked(e.Value)])).ToList();
        return rows.Count == 0
            ? ""
            : $"<div class=\"facts\"><h3>{Html.Text(title)}</h3>{Html.Table("pairs", ["", ""], rows)}</div>";
    }

    private static string Marked(string text) =>
        text.Length == 64 && text.All(char.IsAsciiHexDigit) ? $"<span class=\"hash\">{text}</span>" : Html.Text(text);

    private static string Value(string key, JsonNode? value) =>
        key is "start" or "end" ? Html.Time(value?.ToString()) : Value(value);

    private static string Value(JsonNode? value) => value switch
    {
        null => Html.Missing,
        JsonValue v when v.GetValueKind() == JsonValueKind.String => Marked(v.GetValue<string>()),
        JsonValue v when v.GetValueKind() == JsonValueKind.True => "yes",
        JsonValue v when v.GetValueKind() == JsonValueKind.False => "no",
        JsonArray { Count: 0 } => Html.Missing,
        JsonArray list => string.Join("<br>", list.Select(Value)),
        _ => Html.Text(value.ToJsonString()),
    };
}
