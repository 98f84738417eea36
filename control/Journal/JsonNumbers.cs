using System.Globalization;
using System.Text.Json;

namespace ClosedLoop.Control;

/// <summary>Doubles in JSON, the ones that JSON cannot hold included: those are the texts <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
internal static class JsonNumbers
{
    public static void Write(Utf8JsonWriter json, string key, double value)
    {
        json.WritePropertyName(key);
        WriteValue(json, value);
    }

    public static void WriteValue(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static double Read(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture)
        : value.GetDouble();
}
