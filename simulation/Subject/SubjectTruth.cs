using System.Text.Json;
using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>What is true of a virtual subject. The controller never sees it; reports and tests compare with it.</summary>
/// <remarks>Any thread may ask.</remarks>
public sealed class SubjectTruth
{
    private readonly VirtualSubject _subject;

    internal SubjectTruth(VirtualSubject subject) => _subject = subject;

    /// <summary>The hidden ratio of conditioned to unconditioned MEP at the best interval; below 1 is inhibition.</summary>
    public double InhibitionRatio => _subject.InhibitionRatio;

    /// <summary>The resting motor threshold of the test coil.</summary>
    public PercentMso RestingMotorThreshold => _subject.Settings.RestingMotorThreshold;

    /// <summary>All test pulses so far, in the order in which they were felt.</summary>
    public IReadOnlyList<TrueResponse> Responses => _subject.CopyResponses();

    /// <summary>
    /// The true phase of the mu rhythm at an instant; past or future, but not more than 80 s before the newest sample.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Before the subject's start, or too long ago.</exception>
    public Phase MuPhaseAt(Instant instant) => _subject.MuPhaseAt(instant);

    /// <summary>The true amplitude of the mu rhythm's fundamental at C3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Before the subject's start, or too long ago.</exception>
    public Microvolts MuAmplitudeAt(Instant instant) => _subject.MuAmplitudeAt(instant);

    /// <summary>Writes the truth as one JSON object, units in the keys.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("seed", _subject.Settings.Seed);
        json.WriteNumber("cbi_ratio", InhibitionRatio);
        json.WriteNumber("rmt_percent_mso", RestingMotorThreshold.TotalPercent);
        json.WriteNumber("mu_hz", _subject.Settings.MuFrequency.TotalHertz);
        json.WriteNumber("preferred_phase_deg", _subject.Settings.PreferredPhase.TotalDegrees);
        json.WriteNumber("phase_effect_ln", _subject.Settings.PhaseEffect);
        json.WriteStartArray("test_pulses");
        foreach (var response in Responses)
        {
            Write(json, response);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in TrueResponse response)
    {
        json.WriteStartObject();
        json.WriteNumber("time_ns", response.Time.TotalNanoseconds);
        json.WriteNumber("intensity_percent_mso", response.Intensity.TotalPercent);
        if (response.Interval is { } interval)
        {
            json.WriteNumber("isi_ms", interval.TotalMilliseconds);
        }

        json.WriteNumber("mu_phase_deg", response.MuPhase.TotalDegrees);
        json.WriteNumber("mu_amplitude_uv", response.MuAmplitude.TotalMicrovolts);
        json.WriteNumber("excitability_ln", response.Excitability);
        json.WriteNumber("mep_uv", response.Amplitude.TotalMicrovolts);
        json.WriteNumber("mep_latency_ms", response.Latency.TotalMilliseconds);
        json.WriteEndObject();
    }
}
