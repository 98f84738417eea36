namespace ClosedLoop.App;

/// <summary>
/// A model of kind <c>kalman_forward</c>: predicts a feature from its past and measures the prediction error. Beliefs:
/// <c>error</c>,
/// <c>nis</c> (normalised innovation squared) and <c>persistence</c>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Feature">The belief that it predicts, e.g. <c>mu.amplitude</c>.</param>
public sealed record ForwardSection(string Name, string Feature) : ModelSection(Name)
{
    internal const string Kind = "kalman_forward";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Quantities => ["prediction", "error", "nis", "persistence"];

    internal override string KindWord => Kind;

    internal static ForwardSection Read(Keys keys)
    {
        var section = new ForwardSection(keys.Name, keys.Text("feature"));
        keys.Finish();
        return section;
    }

    private protected override void WriteKeys(YamlText yaml) => yaml.Text("feature", Feature);
}
