using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>Lines of <c>inputs.jsonl</c>: written so that reading them gives the same inputs, bit for bit.</summary>
public static class InputLines
{
    /// <summary>Writes one entry as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, in InputEntry entry)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("n", entry.Input);
        if (entry.Command is { } command)
        {
            json.WriteString("command", command.Kind.ToString());
            json.WriteString("text", command.Text);
        }
        else if (entry.Side is { } side)
        {
            WriteSide(json, side);
        }
        else if (entry.Fault is { } fault)
        {
            json.WriteString("fault", fault.Kind.ToString());
            json.WriteString("text", fault.Text);
        }
        else
        {
            WriteAnswer(json, entry.Answer);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads one line; null if it is not whole, as the last line after a kill may be.</summary>
    public static InputEntry? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var entry = new InputEntry { Input = root.GetProperty("n").GetInt64() };
            if (root.TryGetProperty("command", out var command))
            {
                entry.Command = new OperatorCommand(Enum.Parse<OperatorCommandKind>(command.GetString()!), Text(root, "text"));
            }
            else if (root.TryGetProperty("side", out var side))
            {
                entry.Side = new SideResult(
                    side.GetString()!, root.GetProperty("from").GetInt64(),
                    [.. root.GetProperty("numbers").EnumerateArray().Select(Number)], Text(root, "text"));
            }
            else if (root.TryGetProperty("fault", out var fault))
            {
                entry.Fault = new FaultReport(Enum.Parse<FaultKind>(fault.GetString()!), Text(root, "text"));
            }
            else
            {
                entry.Answer = ReadAnswer(root);
            }

            return entry;
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static void WriteSide(Utf8JsonWriter json, SideResult side)
    {
        json.WriteString("side", side.Task);
        json.WriteNumber("from", side.FromInput);
        json.WriteStartArray("numbers");
        foreach (var number in side.Numbers)
        {
            JsonNumbers.WriteValue(json, number);
        }

        json.WriteEndArray();
        json.WriteString("text", side.Text);
    }

    private static void WriteAnswer(Utf8JsonWriter json, in PulseAnswer answer)
    {
        json.WriteString("answer", answer.Kind.ToString());
        json.WriteNumber("request", answer.Request);
        json.WriteNumber("gate_input", answer.GateInput);
        json.WriteNumber("at_ns", answer.At.TotalNanoseconds);
        json.WriteNumber("pulse", answer.Pulse);
        json.WriteNumber("output", answer.Output);
        json.WriteNumber("asked_ns", answer.Asked.TotalNanoseconds);
        json.WriteNumber("done_ns", answer.Done.TotalNanoseconds);
        json.WriteString("limit", answer.Limit.ToString());
        JsonNumbers.Write(json, "limit_value", answer.LimitValue);
        JsonNumbers.Write(json, "asked_value", answer.AskedValue);
        json.WriteString("fault_kind", answer.Fault.ToString());
        json.WriteNumber("pulses_left", answer.PulsesLeft);
        json.WriteStartObject("device");
        json.WriteNumber("index", answer.Device.Device);
        json.WriteNumber("flags", (int)answer.Device.Flags);
        JsonNumbers.Write(json, "setting_percent_mso", answer.Device.Setting.TotalPercent);
        JsonNumbers.Write(json, "coil_celsius", answer.Device.CoilCelsius);
        json.WriteNumber("at_ns", answer.Device.At.TotalNanoseconds);
        json.WriteEndObject();
    }

    private static PulseAnswer ReadAnswer(JsonElement root)
    {
        var device = root.GetProperty("device");
        return new PulseAnswer
        {
            Kind = Enum.Parse<PulseAnswerKind>(root.GetProperty("answer").GetString()!),
            Request = root.GetProperty("request").GetInt64(),
            GateInput = root.GetProperty("gate_input").GetInt64(),
            At = Time(root, "at_ns"),
            Pulse = root.GetProperty("pulse").GetInt32(),
            Output = root.GetProperty("output").GetInt32(),
            Asked = Time(root, "asked_ns"),
            Done = Time(root, "done_ns"),
            Limit = Enum.Parse<LimitId>(root.GetProperty("limit").GetString()!),
            LimitValue = Number(root.GetProperty("limit_value")),
            AskedValue = Number(root.GetProperty("asked_value")),
            Fault = Enum.Parse<FaultKind>(root.GetProperty("fault_kind").GetString()!),
            PulsesLeft = root.GetProperty("pulses_left").GetInt32(),
            Device = new DeviceReport(
                device.GetProperty("index").GetInt32(),
                (DeviceFlags)device.GetProperty("flags").GetInt32(),
                PercentMso.FromPercent(Number(device.GetProperty("setting_percent_mso"))),
                Number(device.GetProperty("coil_celsius")),
                Time(device, "at_ns")),
        };
    }

    private static Instant Time(JsonElement root, string key) => Instant.FromNanoseconds(root.GetProperty(key).GetInt64());

    private static double Number(JsonElement value) => JsonNumbers.Read(value);

    private static string Text(JsonElement root, string key) => root.GetProperty(key).GetString() ?? "";
}
