namespace ClosedLoop.App;

/// <summary>
/// A model of kind <c>adaptive_filter</c>: the cerebellum as an adaptive filter with the decorrelation rule, predicting a
/// feature.
/// Beliefs as those of <see cref="ForwardSection"/>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Feature">The belief that it predicts, e.g. <c>mu.amplitude</c>.</param>
public sealed record AdaptiveFilterSection(string Name, string Feature) : ModelSection(Name)
{
    internal const string Kind = "adaptive_filter";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Quantities => ["prediction", "error", "nis", "persistence"];

    internal override string KindWord => Kind;

    internal static AdaptiveFilterSection Read(Keys keys)
    {
        var section = new AdaptiveFilterSection(keys.Name, keys.Text("feature"));
        keys.Finish();
        return section;
    }

    private protected override void WriteKeys(YamlText yaml) => yaml.Text("feature", Feature);
}
