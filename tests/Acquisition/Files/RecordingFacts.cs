using System.Text.Json;
using ClosedLoop.Tests.Support;

namespace ClosedLoop.Tests.Acquisition;

/// <summary>What other programs found in the shared recordings: <c>facts.json</c> beside them.</summary>
internal static class RecordingFacts
{
    private static readonly Lazy<Dictionary<string, JsonElement>?> s_facts = new(Load);

    /// <summary>The facts of a recording; the file of facts has to be at hand.</summary>
    public static JsonElement Of(string file) => s_facts.Value![file];

    private static Dictionary<string, JsonElement>? Load()
    {
        if (SharedRecordings.Find("facts.json") is not { } path)
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.EnumerateArray().ToDictionary(
            entry => entry.GetProperty("file").GetString()!,
            entry => entry.GetProperty("facts").Clone());
    }
}
