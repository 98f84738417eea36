using System.Reactive.Subjects;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>
/// Says afterwards what the phase was at each onset: the clock stream is read once more, brought to the same derivation without decimation or
/// filters, and filters that see the future give its phase. Pulses that the person felt are held out of it, as in the loop.
/// </summary>
internal static class PhaseComparison
{
    private const int Chunk = 1024;

    /// <summary>The phases at the onsets, radians.</summary>
    /// <param name="experiment">The experiment; its clock stream has a conditioning section.</param>
    /// <param name="clockStream">What that stream is.</param>
    /// <param name="reader">Reads it from its beginning.</param>
    /// <param name="peak">The individual peak frequency, from the calibration section.</param>
    /// <param name="onsets">The instants, on the recording's clock.</param>
    /// <param name="felt">Pulses that the person felt, in the order of time.</param>
    public static IReadOnlyList<double> At(
        Experiment experiment,
        StreamInfo clockStream,
        IStreamReader reader,
        Frequency peak,
        IReadOnlyList<Instant> onsets,
        IReadOnlyList<StimulusMark> felt)
    {
        var (signal, first) = Derivation(experiment, clockStream, reader, felt);
        var rate = clockStream.NominalRate;
        var truth = ZeroPhaseTruthDesign.Compute(signal, rate, peak, ZeroPhaseTruthDesign.HalfWidthFor(peak));
        return [.. onsets.Select(onset => truth.RadiansAt((onset - first).TotalSeconds * rate.TotalHertz))];
    }

    private static (double[] Signal, Instant First) Derivation(
        Experiment experiment, StreamInfo clockStream, IStreamReader reader, IReadOnlyList<StimulusMark> felt)
    {
        var section = experiment.Conditioning.First(part => part.Stream == experiment.ClockStream);
        var bare = section with { ModelRate = null, Band = null };
        var stream = experiment.Streams[experiment.StreamIndex(experiment.ClockStream)];
        var wiring = new ConditioningWiring(bare, stream, clockStream, Chunk);
        foreach (var sink in wiring.MarkSinks)
        {
            foreach (var mark in felt)
            {
                sink.OnMark(mark);
            }
        }

        var samples = new List<double>();
        var first = default(Instant);
        using var raw = new Subject<SampleBlock>();
        using var subscription = wiring.Through(raw).Subscribe(block =>
        {
            first = first.IsSet || block.FrameCount == 0 ? first : block.Timestamps[0];
            for (var frame = 0; frame < block.FrameCount; frame++)
            {
                samples.Add(block.Frame(frame)[0]);
            }
        });
        var chunk = new SampleBlock(reader.Stream, Chunk);
        while (reader.Read(chunk) > 0)
        {
            raw.OnNext(chunk);
        }

        return ([.. samples], first);
    }
}
