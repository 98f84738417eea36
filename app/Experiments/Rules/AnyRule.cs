namespace ClosedLoop.App;

/// <summary><c>any</c>: one part is enough.</summary>
/// <param name="Parts">At least one.</param>
public sealed record AnyRule(IReadOnlyList<RuleSection> Parts) : RuleSection
{
    /// <inheritdoc/>
    public override IEnumerable<RuleSection> SelfAndInner => [this, .. Parts.SelectMany(p => p.SelfAndInner)];

    internal override void Write(YamlText yaml) => yaml.List("any", Parts.Select(p => (Action)(() => p.Write(yaml))));
}
