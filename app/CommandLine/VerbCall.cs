using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ClosedLoop.App;

/// <summary>One call of a verb: what was typed, and where answers go.</summary>
/// <param name="Parsed">The arguments and options.</param>
/// <param name="Json">True if standard output must be one JSON object and nothing else.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record VerbCall(ParseResult Parsed, bool Json, TextWriter Out, TextWriter Error)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumbers(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes an object as JSON with keys in snake_case; numbers that are not finite become null.</summary>
    public void WriteJson<T>(T value) => Out.WriteLine(JsonSerializer.Serialize(value, Format));

    /// <summary>An object as a JSON tree with keys in snake_case, for verbs that add to it.</summary>
    public static JsonNode ToJson<T>(T value) => JsonSerializer.SerializeToNode(value, Format)!;

    /// <summary>Writes a line for people; nothing when the output is JSON.</summary>
    public void Say(string line)
    {
        if (!Json)
        {
            Out.WriteLine(line);
        }
    }

    /// <summary>Says on standard error why nothing was done, and in JSON as <c>error</c>.</summary>
    /// <returns>The exit status 1.</returns>
    public int Refuse(string sentence)
    {
        if (Json)
        {
            WriteJson(new { error = sentence });
        }

        Error.WriteLine($"closedloop: {sentence}");
        return 1;
    }

    private sealed class FiniteNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
