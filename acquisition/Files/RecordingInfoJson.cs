using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Writes a <see cref="RecordingInfo"/> as one JSON object. Numbers that do not exist are null.</summary>
internal static class RecordingInfoJson
{
    public static ReadOnlySpan<byte> Write(RecordingInfo info)
    {
        var buffer = new ArrayBufferWriter<byte>();

        // The object goes to a terminal or a program, never into a page: "EDF+D" and "µV" stay as they are.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("format", info.Format);
            json.WriteString("started_at", info.StartedAt);
            WriteArray(json, "streams", info.Streams, WriteStream);
            WriteArray(json, "markers", info.Markers, WriteMarker);
            WriteArray(json, "gaps", info.Gaps, WriteGap);
            WriteArray(json, "warnings", info.Warnings, static (json, warning) => json.WriteStringValue(warning.ToString()));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteStream(Utf8JsonWriter json, RecordedStream stream)
    {
        json.WriteStartObject();
        json.WriteNumber("id", stream.Id);
        json.WriteString("name", stream.Stream.Name);
        json.WriteString("type", stream.Stream.Type);
        json.WriteString("format", XdfStreamHeader.NameOf(stream.Stream.Format));
        json.WriteNumber("channel_count", stream.Stream.ChannelCount);
        WriteArray(json, "channels", stream.Stream.Channels, WriteChannel);
        WriteNumber(json, "nominal_rate_hz", stream.Stream.NominalRate.TotalHertz);
        WriteNumber(json, "effective_rate_hz", stream.EffectiveRate.TotalHertz);
        json.WriteNumber("samples", stream.Samples);
        WriteNumber(json, "first_time_s", stream.FirstSeconds);
        WriteNumber(json, "last_time_s", stream.LastSeconds);
        WriteFirstValues(json, stream);
        WriteArray(json, "clock_offsets", stream.ClockOffsets, WriteClockOffset);
        WriteArray(json, "segments", stream.Segments, WriteRange);
        WriteArray(json, "clock_segments", stream.ClockSegments, WriteRange);
        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, ChannelInfo channel)
    {
        json.WriteStartObject();
        json.WriteString("label", channel.Label);
        json.WriteString("unit", channel.Unit);
        json.WriteString("type", channel.Type);
        json.WriteEndObject();
    }

    private static void WriteFirstValues(Utf8JsonWriter json, RecordedStream stream)
    {
        json.WriteStartArray("first_values");
        if (stream.FirstText is { } text)
        {
            json.WriteStringValue(text);
        }

        foreach (var value in stream.FirstValues)
        {
            WriteFirstValue(json, value, stream.Stream.Format);
        }

        json.WriteEndArray();
    }

    private static void WriteFirstValue(Utf8JsonWriter json, double value, ChannelFormat format)
    {
        if (!double.IsFinite(value))
        {
            json.WriteNullValue();
        }
        else if (format is ChannelFormat.Float32)
        {
            json.WriteNumberValue((float)value);
        }
        else
        {
            json.WriteNumberValue(value);
        }
    }

    private static void WriteClockOffset(Utf8JsonWriter json, RecordedClockOffset offset)
    {
        json.WriteStartObject();
        WriteNumber(json, "collected_s", offset.CollectedSeconds);
        WriteNumber(json, "offset_s", offset.OffsetSeconds);
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, FrameRange range)
    {
        json.WriteStartArray();
        json.WriteNumberValue(range.First);
        json.WriteNumberValue(range.Last);
        json.WriteEndArray();
    }

    private static void WriteMarker(Utf8JsonWriter json, RecordedMarker marker)
    {
        json.WriteStartObject();
        json.WriteNumber("stream", marker.StreamId);
        WriteNumber(json, "time_s", marker.Seconds);
        if (marker.Length is { } length)
        {
            WriteNumber(json, "duration_s", length.TotalNanoseconds / 1e9);
        }

        json.WriteString("text", marker.Marker.Text);
        json.WriteEndObject();
    }

    private static void WriteGap(Utf8JsonWriter json, RecordingGap gap)
    {
        json.WriteStartObject();
        json.WriteNumber("stream", gap.StreamId);
        json.WriteNumber("before_sample", gap.BeforeFrame);
        WriteNumber(json, "length_s", (gap.To - gap.From).TotalNanoseconds / 1e9);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
