using System.Runtime.InteropServices;
using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>Reads the inputs in lines of <c>gate.jsonl</c>; the other half of <see cref="GateLineWriter"/>.</summary>
internal static class GateLineReader
{
    public static GateInput Input(JsonElement line)
    {
        var number = Long(line, "n");
        var at = Time(line, "at_ns");
        var kind = Name<GateInputKind>(line, "input");
        return kind switch
        {
            GateInputKind.Request => GateInput.OfRequest(number, at, Request(line)),
            GateInputKind.Device => GateInput.OfDevice(number, at, Device(line)),
            GateInputKind.Interlock => GateInput.OfInterlock(number, at, line.GetProperty("closed").GetBoolean()),
            GateInputKind.PulseDone => GateInput.OfPulseDone(number, at, Int(line, "pulse"), Time(line, "done_ns")),
            GateInputKind.TrainEnded => GateInput.OfTrainEnded(number, at, Int(line, "pulses")),
            GateInputKind.Reserved => GateInput.OfReserved(number, at, Int(line, "pulses")),
            GateInputKind.Fault => GateInput.OfFault(number, at, Name<FaultKind>(line, "fault")),
            GateInputKind.History => GateInput.OfHistory(number, at, History(line)),
            _ => GateInput.OfKind(number, at, kind),
        };
    }

    private static PulseRequest Request(JsonElement line)
    {
        var request = new PulseRequest
        {
            Kind = Name<PulseRequestKind>(line, "asks"),
            Id = Long(line, "request"),
            Fault = line.TryGetProperty("fault", out _) ? Name<FaultKind>(line, "fault") : FaultKind.None,
        };
        if (request.Kind == PulseRequestKind.Stimulate)
        {
            request.At = Time(line, "pulse_at_ns");
            request.NewestSample = Time(line, "newest_sample_ns");
            request.Input = Long(line, "from_input");
            request.Condition = Int(line, "condition");
            request.Stimulus = line.TryGetProperty("stimulus_base64", out var raw)
                ? MemoryMarshal.Read<Stimulus>(raw.GetBytesFromBase64())
                : Stimulus.Of(Train(line));
        }

        return request;
    }

    private static PulseTrain Train(JsonElement line)
    {
        var group = line.GetProperty("group").EnumerateArray().Select(pulse => new Pulse(
            Int(pulse, "output"),
            Duration.FromNanoseconds(Long(pulse, "offset_ns")),
            PercentMso.FromPercent(pulse.GetProperty("setting_percent_mso").GetDouble()))).ToArray();
        return line.TryGetProperty("inner_count", out _)
            ? PulseTrain.Create(
                group,
                Int(line, "inner_count"),
                Duration.FromNanoseconds(Long(line, "inner_period_ns")),
                Int(line, "outer_count"),
                Duration.FromNanoseconds(Long(line, "outer_period_ns")))
            : PulseTrain.Create(group);
    }

    private static DeviceReport Device(JsonElement line) => new(
        Int(line, "device"),
        (DeviceFlags)Int(line, "flags"),
        PercentMso.FromPercent(line.GetProperty("setting_percent_mso").GetDouble()),
        line.GetProperty("coil_celsius") is { ValueKind: JsonValueKind.Number } celsius ? celsius.GetDouble() : double.NaN,
        Time(line, "reported_ns"));

    private static DoseHistory History(JsonElement line) => new(
        Int(line, "session_pulses"), Int(line, "day_pulses"), Time(line, "session_start_ns"), Time(line, "last_pulse_ns"));

    private static T Name<T>(JsonElement line, string key)
        where T : struct, Enum
    {
        var value = line.GetProperty(key);
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString();
        return Enum.TryParse<T>(text, out var parsed)
            ? parsed
            : throw new FormatException($"'{text}' is no {typeof(T).Name}; was the record written by a newer program?");
    }

    private static long Long(JsonElement line, string key) => line.GetProperty(key).GetInt64();

    private static int Int(JsonElement line, string key) => line.GetProperty(key).GetInt32();

    private static Instant Time(JsonElement line, string key) => Instant.FromNanoseconds(Long(line, key));
}
