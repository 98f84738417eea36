using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// Writes the lines of <c>gate.jsonl</c>: every number such that reading it gives the same bits, every unit in its key. One thread;
/// nothing allocates once each kind of line was written.
/// </summary>
internal sealed class GateLineWriter : IDisposable
{
    private readonly FixedBuffer _buffer = new(16_384);
    private readonly Utf8JsonWriter _json;

    public GateLineWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>The line of an input and its verdict, with its end; valid until the next.</summary>
    public ReadOnlySpan<byte> Input(in GateInput input, in GateVerdict verdict)
    {
        Begin();
        _json.WriteNumber("n"u8, input.Number);
        _json.WriteNumber("at_ns"u8, input.At.TotalNanoseconds);
        Name("input"u8, input.Kind);
        Contents(input);
        Verdict(verdict);
        return End();
    }

    /// <summary>The line of an outcome, with its end; valid until the next.</summary>
    public ReadOnlySpan<byte> Outcome(in PulseAnswer outcome)
    {
        Begin();
        Name("outcome"u8, outcome.Kind);
        _json.WriteNumber("at_ns"u8, outcome.At.TotalNanoseconds);
        _json.WriteNumber("request"u8, outcome.Request);
        _json.WriteNumber("pulse"u8, outcome.Pulse);
        if (outcome.Kind != PulseAnswerKind.TrainEnded)
        {
            _json.WriteNumber("output"u8, outcome.Output);
            _json.WriteNumber("asked_ns"u8, outcome.Asked.TotalNanoseconds);
        }

        if (outcome.Done.IsSet)
        {
            _json.WriteNumber("done_ns"u8, outcome.Done.TotalNanoseconds);
            _json.WriteNumber("error_us"u8, (outcome.Done - outcome.Asked).TotalNanoseconds / 1000m);
            _json.WriteNumber("bound_us"u8, outcome.DoneBound.TotalNanoseconds / 1000m);
        }

        if (outcome.Limit != LimitId.None)
        {
            Limit(outcome.Limit, outcome.LimitValue, outcome.AskedValue);
        }

        return End();
    }

    /// <summary>What the process allocated and collected while it was armed.</summary>
    public ReadOnlySpan<byte> Health(in FiringHealth health)
    {
        Begin();
        _json.WriteString("health"u8, "disarmed"u8);
        _json.WriteNumber("at_ns"u8, health.At.TotalNanoseconds);
        _json.WriteNumber("armed_s"u8, health.Armed.TotalSeconds);
        _json.WriteNumber("gc_gen0"u8, health.Collections);
        _json.WriteNumber("allocated_bytes"u8, health.AllocatedBytes);
        _json.WriteNumber("ledger_bytes"u8, health.LedgerBytes);
        return End();
    }

    public void Dispose() => _json.Dispose();

    private void Contents(in GateInput input)
    {
        switch (input.Kind)
        {
            case GateInputKind.Request:
                Request(input.Request);
                break;
            case GateInputKind.Device:
                Device(input.Device);
                break;
            case GateInputKind.Interlock:
                _json.WriteBoolean("closed"u8, input.Closed);
                break;
            case GateInputKind.PulseDone:
                _json.WriteNumber("pulse"u8, input.Pulse);
                _json.WriteNumber("done_ns"u8, input.Done.TotalNanoseconds);
                break;
            case GateInputKind.TrainEnded or GateInputKind.Reserved:
                _json.WriteNumber("pulses"u8, input.Pulse);
                break;
            case GateInputKind.Fault:
                Name("fault"u8, input.Fault);
                break;
            case GateInputKind.History:
                _json.WriteNumber("session_pulses"u8, input.History.SessionPulses);
                _json.WriteNumber("day_pulses"u8, input.History.DayPulses);
                _json.WriteNumber("session_start_ns"u8, input.History.SessionStart.TotalNanoseconds);
                _json.WriteNumber("last_pulse_ns"u8, input.History.LastPulse.TotalNanoseconds);
                break;
            default:
                break;
        }
    }

    private void Request(in PulseRequest request)
    {
        Name("asks"u8, request.Kind);
        _json.WriteNumber("request"u8, request.Id);
        if (request.Fault != FaultKind.None)
        {
            Name("fault"u8, request.Fault);
        }

        if (request.Kind != PulseRequestKind.Stimulate)
        {
            return;
        }

        _json.WriteNumber("pulse_at_ns"u8, request.At.TotalNanoseconds);
        _json.WriteNumber("newest_sample_ns"u8, request.NewestSample.TotalNanoseconds);
        _json.WriteNumber("from_input"u8, request.Input);
        _json.WriteNumber("condition"u8, request.Condition);
        var stimulus = request.Stimulus;
        if (stimulus.Kind == StimulusKind.Pulses && stimulus.Train.IsSound)
        {
            Train(stimulus.Train);
        }
        else
        {
            // A current, or bytes that are no train: the record keeps them as they are.
            Raw(stimulus);
        }
    }

    private void Train(in PulseTrain train)
    {
        _json.WriteStartArray("group"u8);
        for (var k = 0; k < train.GroupSize; k++)
        {
            var pulse = train.InGroup(k);
            _json.WriteStartObject();
            _json.WriteNumber("output"u8, pulse.Output);
            _json.WriteNumber("offset_ns"u8, pulse.Offset.TotalNanoseconds);
            _json.WriteNumber("setting_percent_mso"u8, pulse.Setting.TotalPercent);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        if (train.InnerCount != 1 || train.OuterCount != 1 || train.InnerPeriod != default || train.OuterPeriod != default)
        {
            _json.WriteNumber("inner_count"u8, train.InnerCount);
            _json.WriteNumber("inner_period_ns"u8, train.InnerPeriod.TotalNanoseconds);
            _json.WriteNumber("outer_count"u8, train.OuterCount);
            _json.WriteNumber("outer_period_ns"u8, train.OuterPeriod.TotalNanoseconds);
        }
    }

    private void Raw(in Stimulus stimulus) => _json.WriteBase64String(
        "stimulus_base64"u8, MemoryMarshal.AsBytes(new ReadOnlySpan<Stimulus>(in stimulus)));

    private void Device(in DeviceReport report)
    {
        _json.WriteNumber("device"u8, report.Device);
        _json.WriteNumber("flags"u8, (int)report.Flags);
        _json.WriteNumber("setting_percent_mso"u8, report.Setting.TotalPercent);
        Number("coil_celsius"u8, report.CoilCelsius);
        _json.WriteNumber("reported_ns"u8, report.At.TotalNanoseconds);
    }

    private void Verdict(in GateVerdict verdict)
    {
        if (verdict.Outcome != GateOutcome.None)
        {
            Name("verdict"u8, verdict.Outcome);
        }

        if (verdict.Limit != LimitId.None)
        {
            Limit(verdict.Limit, verdict.LimitValue, verdict.AskedValue);
        }

        if (verdict.Disarm)
        {
            _json.WriteBoolean("disarm"u8, true);
            Name("cause"u8, verdict.Fault);
        }
    }

    private void Limit(LimitId limit, double value, double asked)
    {
        Name("limit"u8, limit);
        Number("limit_value"u8, value);
        Number("asked_value"u8, asked);
    }

    private void Number(ReadOnlySpan<byte> key, double value)
    {
        if (double.IsFinite(value))
        {
            _json.WriteNumber(key, value);
        }
        else
        {
            _json.WriteNull(key);
        }
    }

    private void Name<T>(ReadOnlySpan<byte> key, T value)
        where T : unmanaged, Enum
    {
        var name = EnumText<T>.Utf8(value);
        if (name.IsEmpty)
        {
            _json.WriteNumber(key, Unsafe.SizeOf<T>() == 1 ? Unsafe.As<T, byte>(ref value) : Unsafe.As<T, ushort>(ref value));
        }
        else
        {
            _json.WriteString(key, name);
        }
    }

    private void Begin()
    {
        _buffer.Clear();
        _json.Reset();
        _json.WriteStartObject();
    }

    private ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Add((byte)'\n');
        return _buffer.Written;
    }
}
