using System.Reactive.Subjects;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>
/// Says afterwards what the phase was at each onset: the clock stream is read once more, brought to the same derivation without blanking or
/// decimation, and filters that see the future give its phase.
/// </summary>
internal static class PhaseComparison
{
    private const int Chunk = 1024;

    /// <summary>The phases at the onsets, radians.</summary>
    /// <param name="experiment">The experiment; its clock stream has a conditioning section.</param>
    /// <param name="streams">The recording.</param>
    /// <param name="peak">The individual peak frequency, from the calibration section.</param>
    /// <param name="onsets">The instants, on the recording's clock.</param>
    public static IReadOnlyList<double> At(
        Experiment experiment, RecordingStreams streams, Frequency peak, IReadOnlyList<Instant> onsets)
    {
        var clock = experiment.StreamIndex(experiment.ClockStream);
        var (signal, first) = Derivation(experiment, streams, clock);
        var rate = streams.Infos[clock].NominalRate;
        var truth = ZeroPhaseTruthDesign.Compute(signal, rate, peak, ZeroPhaseTruthDesign.HalfWidthFor(peak));
        return [.. onsets.Select(onset => truth.RadiansAt((onset - first).TotalSeconds * rate.TotalHertz))];
    }

    private static (double[] Signal, Instant First) Derivation(Experiment experiment, RecordingStreams streams, int clock)
    {
        var section = experiment.Conditioning.First(part => part.Stream == experiment.ClockStream);
        var bare = section with
        {
            ModelRate = null,
            Band = null,
            Blanking = new BlankingSection(Duration.Zero, Duration.Zero, Duration.Zero),
        };
        var wiring = new ConditioningWiring(bare, experiment.Streams[clock], streams.Infos[clock], Chunk);
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
        var reader = streams.OpenAgain(clock);
        var chunk = new SampleBlock(reader.Stream, Chunk);
        while (reader.Read(chunk) > 0)
        {
            raw.OnNext(chunk);
        }

        return ([.. samples], first);
    }
}
