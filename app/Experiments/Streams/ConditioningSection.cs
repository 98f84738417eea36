using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>One entry of <c>conditioning</c>: how one stream becomes the one clean channel that the models see.</summary>
public sealed record ConditioningSection
{
    /// <summary>The stream's name.</summary>
    public required string Stream { get; init; }

    /// <summary>The channel that is taken, or the centre of the Laplacian.</summary>
    public required string Channel { get; init; }

    /// <summary>True: the channel minus the mean of its neighbours. False: the channel alone.</summary>
    public bool Laplacian { get; init; }

    /// <summary>The Laplacian's neighbours; empty: those that the montage has.</summary>
    public IReadOnlyList<string> Neighbours { get; init; } = [];

    /// <summary>Band-pass edges; null: none.</summary>
    public (Frequency Low, Frequency High)? Band { get; init; }

    /// <summary>The rate at which the models run; null: the stream's own.</summary>
    public Frequency? ModelRate { get; init; }

    /// <summary>What is not believed around a stimulus.</summary>
    public required BlankingSection Blanking { get; init; }

    internal static ConditioningSection Read(Keys keys, StreamKind kind)
    {
        var isEmg = kind == StreamKind.EMG;
        var otherwise = isEmg ? BlankingSection.ForEmg : BlankingSection.ForEeg;
        var montage = keys.OneOf("laplacian", "channel");
        var rate = keys.NumberOrNull("model_rate_hz", 50, 20_000) ?? (isEmg ? null : 500);
        var section = new ConditioningSection
        {
            Stream = keys.Name,
            Channel = montage is null ? "" : keys.Text(montage),
            Laplacian = montage == "laplacian",
            Neighbours = keys.WordsOrNull("neighbours", 2) ?? [],
            Band = keys.PairOrNull("band_hz", 0.01, 10_000) is var (low, high)
                ? (Frequency.FromHertz(low), Frequency.FromHertz(high))
                : null,
            ModelRate = rate is { } hertz ? Frequency.FromHertz(hertz) : null,
            Blanking = keys.ChildOrNull("blanking") is { } blanking ? BlankingSection.Read(blanking, otherwise) : otherwise,
        };
        if (!section.Laplacian && section.Neighbours.Count > 0)
        {
            keys.Wrong("neighbours", "'neighbours' belong to a Laplacian; write 'laplacian' in place of 'channel', or "
                + "remove them.");
        }

        if (section.Neighbours.Contains(section.Channel))
        {
            keys.Wrong("neighbours", $"'{section.Channel}' is the centre of the Laplacian and cannot be its own neighbour; "
                + $"remove it from the list.");
        }

        keys.Finish();
        return section;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Text(Laplacian ? "laplacian" : "channel", Channel);
        yaml.Words("neighbours", Neighbours);
        if (Band is var (low, high))
        {
            yaml.Pair("band_hz", low.TotalHertz, high.TotalHertz);
        }

        yaml.Number("model_rate_hz", ModelRate?.TotalHertz);
        yaml.Section("blanking", () => Blanking.Write(yaml));
    }
}
