using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>One entry of <c>streams</c>: which stream of samples or markers, how late it is, and what its numbers mean.</summary>
public sealed record StreamSection
{
    private static readonly Dictionary<string, StreamKind> Kinds = Words.Of<StreamKind>(asIs: true);

    /// <summary>The name by which the rest of the experiment calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its content.</summary>
    public required StreamKind Kind { get; init; }

    /// <summary>The name that the sender gives it; null takes any.</summary>
    public string? SenderName { get; init; }

    /// <summary>The sender's identity; null takes any.</summary>
    public string? SourceId { get; init; }

    /// <summary>How much later than the event itself its timestamps are, 0 or more; subtracted.</summary>
    public Duration StreamDelay { get; init; }

    /// <summary>
    /// How long a frame takes from its timestamp to the loop; in replays of recordings that are not ours it makes the age of the
    /// data.
    /// </summary>
    public Duration TransportDelay { get; init; }

    /// <summary>
    /// The unit of its numbers where the stream does not say: <c>V</c>, <c>mV</c> or <c>uV</c>; null trusts the stream.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>By what its numbers are multiplied before the unit is applied; more than 0.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>
    /// Our channel names with the stream's own labels, e.g. C3 with <c>EEG C3</c>; channels that are not listed keep their
    /// labels.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Rename { get; init; } = [];

    /// <summary>Markers that start with this text are stimuli; null: none is. For streams of markers only.</summary>
    public string? StimulusPrefix { get; init; }

    internal static StreamSection Read(Keys keys)
    {
        var stream = new StreamSection
        {
            Name = keys.Name,
            Kind = keys.Choice("type", Kinds),
            SenderName = keys.TextOrNull("name"),
            SourceId = keys.TextOrNull("source_id"),
            StreamDelay = keys.Span("stream_delay_ms", 0, 1000, 0),
            TransportDelay = keys.Span("transport_delay_ms", 0, 1000, 0),
            Unit = keys.WordOrNull("unit", "uV", "mV", "V"),
            Scale = keys.Number("scale", 1e-12, 1e12, 1),
            Rename = keys.ChildOrNull("rename")?.Pairs() ?? [],
            StimulusPrefix = keys.TextOrNull("stimulus_prefix"),
        };
        if (stream.Kind != StreamKind.Markers && stream.StimulusPrefix is not null)
        {
            keys.Wrong("stimulus_prefix", $"'{stream.Name}' holds samples; only a stream with 'type: Markers' has stimulus "
                + $"markers: remove 'stimulus_prefix'.");
        }

        keys.Finish();
        return stream;
    }

    internal void Write(YamlText yaml)
    {
        yaml.Text("type", Kind.ToString());
        yaml.Text("name", SenderName);
        yaml.Text("source_id", SourceId);
        yaml.Span("stream_delay_ms", StreamDelay);
        yaml.Span("transport_delay_ms", TransportDelay);
        if (Kind == StreamKind.Markers)
        {
            yaml.Text("stimulus_prefix", StimulusPrefix);
            return;
        }

        yaml.Text("unit", Unit);
        yaml.Number("scale", Scale);
        if (Rename.Count > 0)
        {
            yaml.Section("rename", () => WriteNames(yaml));
        }
    }

    private void WriteNames(YamlText yaml)
    {
        foreach (var (ours, theirs) in Rename)
        {
            yaml.Text(ours, theirs);
        }
    }
}
