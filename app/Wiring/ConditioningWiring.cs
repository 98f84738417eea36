using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// The operators of one stream, from raw to conditioned, in the order in which samples pass them: pick, units, blanking, Laplacian,
/// decimation, band-pass. Blanking comes before everything that remembers, so that no filter ever sees an artefact.
/// </summary>
public sealed class ConditioningWiring
{
    private readonly List<IBlockOperator> _operators = [];

    /// <summary>Builds the operators.</summary>
    /// <param name="section">How the stream is cleaned.</param>
    /// <param name="stream">Where it comes from, in the experiment.</param>
    /// <param name="input">The stream as it comes in.</param>
    /// <param name="capacity">The most frames of one block.</param>
    /// <exception cref="RefusedException">The montage lacks an electrode, a unit is unknown, or the rates do not fit.</exception>
    public ConditioningWiring(ConditioningSection section, StreamSection stream, StreamInfo input, int capacity)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            Build(section, stream, input, capacity);
        }
        catch (ArgumentException refusal)
        {
            throw new RefusedException($"Stream '{stream.Name}' cannot be conditioned: {refusal.Message}", refusal);
        }
    }

    /// <summary>The stream as it leaves.</summary>
    public StreamInfo Output => _operators[^1].Output;

    /// <summary>Who takes stimulus marks.</summary>
    public IEnumerable<IMarkSink> MarkSinks => _operators.OfType<IMarkSink>();

    /// <summary>The electrodes around the Laplacian's centre that were taken; empty without a Laplacian.</summary>
    public IReadOnlyList<string> Neighbours => _operators.OfType<HjorthLaplacian>().FirstOrDefault()?.Neighbours ?? [];

    /// <summary>The delay of all operators together, in the middle of their pass bands.</summary>
    public Duration Delay => _operators.Aggregate(Duration.Zero, (sum, step) => sum + step.Delay);

    /// <summary>Composes the operators behind a source.</summary>
    public IObservable<SampleBlock> Through(IObservable<SampleBlock> raw) =>
        _operators.Aggregate(raw, (source, step) => source.Through(step));

    private void Build(ConditioningSection section, StreamSection stream, StreamInfo input, int capacity)
    {
        var labels = Labels(section, input);
        Add(new ChannelPick(input, [.. labels.Select(label => Theirs(stream, label))], capacity, labels));
        Add(new UnitScale(Output, capacity, stream.Unit));
        if (stream.Scale != 1)
        {
            Add(new Gain(Output, stream.Scale, capacity));
        }

        Add(new Blanking(Output, new BlankingWindow(section.Blanking.Before, section.Blanking.After, section.Blanking.Contaminated), capacity));
        if (section.Laplacian)
        {
            Add(new HjorthLaplacian(Output, section.Channel, [.. labels.Skip(1)], capacity));
        }

        if (section.ModelRate is { } modelRate && Factor(section, input, modelRate) is var factor and > 1)
        {
            Add(new Decimation(Output, factor, capacity));
        }

        if (section.Band is var (low, high))
        {
            Add(new SosFilter(Output, ButterworthDesign.BandPass(2, low, high, Output.NominalRate), capacity));
        }
    }

    private void Add(IBlockOperator step) => _operators.Add(step);

    /// <summary>The electrodes that are needed, the centre first: only these are worked on.</summary>
    private static List<string> Labels(ConditioningSection section, StreamInfo input)
    {
        if (!section.Laplacian)
        {
            return [section.Channel];
        }

        var neighbours = section.Neighbours.Count > 0
            ? section.Neighbours
            : new HjorthLaplacian(input, section.Channel, 1).Neighbours;
        return [section.Channel, .. neighbours];
    }

    private static string Theirs(StreamSection stream, string ours) =>
        stream.Rename.FirstOrDefault(pair => pair.Key == ours).Value ?? ours;

    private static int Factor(ConditioningSection section, StreamInfo input, Frequency modelRate)
    {
        var ratio = input.NominalRate.TotalHertz / modelRate.TotalHertz;
        var factor = (int)Math.Round(ratio);
        if (factor >= 1 && Math.Abs(ratio - factor) < 1e-9)
        {
            return factor;
        }

        throw new ArgumentException(
            $"its rate of {input.NominalRate} is no whole multiple of 'conditioning.{section.Stream}.model_rate_hz', {modelRate}; "
            + $"choose {input.NominalRate.TotalHertz / Math.Max(1, Math.Floor(ratio)):0.###} or another divisor.");
    }
}
