using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Tests.Model;

/// <summary>One channel of EMG with noise, and responses written into it; the pulse is at <see cref="Pulse"/>.</summary>
internal sealed class SyntheticEmg
{
    private readonly double _rateHz;
    private readonly Instant _start = Instant.FromSeconds(50);

    public SyntheticEmg(double rateHz = 5000, double noiseRms = 5, int seed = 1, double seconds = 0.5)
    {
        _rateHz = rateHz;
        var random = new Random(seed);
        Microvolts = new float[(int)(seconds * rateHz)];
        Qualities = new SampleQuality[Microvolts.Length];
        for (var i = 0; i < Microvolts.Length; i++)
        {
            Microvolts[i] = (float)(noiseRms * CbiSession.Normal(random));
        }
    }

    public float[] Microvolts { get; }

    public SampleQuality[] Qualities { get; }

    public Instant Pulse => _start + Duration.FromMilliseconds(150);

    public Frequency Rate => Frequency.FromHertz(_rateHz);

    public Instant Time(int frame) => _start + Duration.FromSeconds(frame / _rateHz);

    /// <summary>Milliseconds from the pulse to a frame.</summary>
    public double After(int frame) => (Time(frame) - Pulse).TotalMilliseconds;

    /// <summary>Adds one period of a sine: peak to peak µV from its onset, of the length given.</summary>
    public SyntheticEmg WithResponse(double peakToPeak, double onsetMs = 22, double lengthMs = 10) => With(
        onsetMs,
        onsetMs + lengthMs,
        (ms, value) => value + (float)(peakToPeak / 2 * Math.Sin(2 * Math.PI * (ms - onsetMs) / lengthMs)));

    /// <summary>Adds the stimulus artefact: 5 V for 1 ms, unblanked.</summary>
    public SyntheticEmg WithArtefact() => With(0, 1, (_, _) => 5e6f);

    /// <summary>Holds frames as blanking does, and flags them.</summary>
    public SyntheticEmg WithBlanking(double fromMs, double toMs) =>
        Flagged(fromMs, toMs, SampleQuality.Blanked).With(fromMs, toMs, (_, _) => 0);

    public SyntheticEmg Flagged(double fromMs, double toMs, SampleQuality quality)
    {
        for (var i = 0; i < Microvolts.Length; i++)
        {
            Qualities[i] |= After(i) >= fromMs && After(i) < toMs ? quality : SampleQuality.Good;
        }

        return this;
    }

    public SyntheticEmg With(double fromMs, double toMs, Func<double, float, float> change)
    {
        for (var i = 0; i < Microvolts.Length; i++)
        {
            Microvolts[i] = After(i) >= fromMs && After(i) < toMs ? change(After(i), Microvolts[i]) : Microvolts[i];
        }

        return this;
    }

    public StimulusMark Mark(StimulusMarkKind kind, long request = 1, double shiftMs = 0, int pulse = 0, int output = 1) =>
        new(Pulse + Duration.FromMilliseconds(shiftMs), output, kind, request, pulse);

    /// <summary>Feeds all frames, each mark before the first frame at or after its moment, and gives what came out.</summary>
    public List<MepResult> Run(MepMeasurement measurement, params (double AtMs, StimulusMark Mark)[] marks)
    {
        var results = new List<MepResult>();
        var given = 0;
        for (var i = 0; i <= Microvolts.Length; i++)
        {
            while (given < marks.Length && (i == Microvolts.Length || After(i) >= marks[given].AtMs))
            {
                measurement.OnMark(marks[given++].Mark);
            }

            if (i < Microvolts.Length)
            {
                measurement.Take(Microvolts[i], Qualities[i], Time(i));
            }

            while (measurement.TryTake(out var result))
            {
                results.Add(result);
            }
        }

        return results;
    }

    /// <summary>The result for a pulse that was marked as fired at its moment.</summary>
    public MepResult Measure(MepSettings? settings = null) =>
        Xunit.Assert.Single(Run(new(Rate, settings ?? new()), (0, Mark(StimulusMarkKind.Fired))));
}
