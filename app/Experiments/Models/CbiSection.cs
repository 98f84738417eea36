namespace ClosedLoop.App;

/// <summary>
/// A model of kind <c>cbi</c>: cerebellar brain inhibition, the ratio of conditioned to unconditioned MEPs, trial by trial.
/// Beliefs:
/// <c>ratio</c>, and <c>low</c> and <c>high</c>, the ends of its 95 % credible interval.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Mep">The model that measures the MEPs.</param>
public sealed record CbiSection(string Name, string Mep) : ModelSection(Name)
{
    internal const string Kind = "cbi";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Quantities => ["ratio", "low", "high", "p_inhibition"];

    internal override string KindWord => Kind;

    internal static CbiSection Read(Keys keys)
    {
        var section = new CbiSection(keys.Name, keys.TextOrNull("mep") ?? "mep");
        keys.Finish();
        return section;
    }

    private protected override void WriteKeys(YamlText yaml) => yaml.Text("mep", Mep);
}
