using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClosedLoop.App;

/// <summary>
/// Reads files of one JSON object a line, as far as they go: a session that was killed ends in the middle of a line.
/// </summary>
internal static class JsonLines
{
    /// <summary>The objects of a file, without the lines that are not one; nothing if there is no file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unreadable">How many lines were left out.</param>
    public static IReadOnlyList<JsonObject> Read(string path, out int unreadable)
    {
        var objects = new List<JsonObject>();
        unreadable = 0;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (Parse(line) is { } value)
            {
                objects.Add(value);
            }
            else if (line.Length > 0)
            {
                unreadable++;
            }
        }

        return objects;
    }

    /// <summary>The object that a text holds, or null.</summary>
    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A number of an object; null if it is not there or not a number.</summary>
    public static double? Number(JsonObject value, string key) =>
        value[key] is JsonValue v && v.GetValueKind() == JsonValueKind.Number ? v.GetValue<double>() : null;

    /// <summary>A text of an object; null if it is not there or not text.</summary>
    public static string? Text(JsonObject value, string key) =>
        value[key] is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : null;
}
