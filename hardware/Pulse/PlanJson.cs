using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>How plans and limits are written as JSON: spans as text in nanoseconds, settings as text in per cent, both exact.</summary>
internal static class PlanJson
{
    public static JsonSerializerOptions Options { get; } = Make(indented: true);

    public static JsonSerializerOptions Line { get; } = Make(indented: false);

    private static JsonSerializerOptions Make(bool indented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            WriteIndented = indented,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new DurationConverter());
        options.Converters.Add(new SettingConverter());
        return options;
    }

    private sealed class DurationConverter : JsonConverter<Duration>
    {
        private const string Unit = " ns";

        public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Duration.FromNanoseconds(long.Parse(WithoutUnit(reader.GetString(), Unit), CultureInfo.InvariantCulture));

        public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.TotalNanoseconds.ToString(CultureInfo.InvariantCulture) + Unit);
    }

    private sealed class SettingConverter : JsonConverter<PercentMso>
    {
        private const string Unit = " % MSO";

        public override PercentMso Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            PercentMso.FromPercent(double.Parse(WithoutUnit(reader.GetString(), Unit), CultureInfo.InvariantCulture));

        public override void Write(Utf8JsonWriter writer, PercentMso value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.TotalPercent.ToString("R", CultureInfo.InvariantCulture) + Unit);
    }

    private static string WithoutUnit(string? text, string unit) =>
        text is not null && text.EndsWith(unit, StringComparison.Ordinal)
            ? text[..^unit.Length]
            : throw new JsonException($"A value in '{unit.Trim()}' is expected; it is '{text}'.");
}
