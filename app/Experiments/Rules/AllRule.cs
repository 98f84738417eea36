namespace ClosedLoop.App;

/// <summary><c>all</c>: every part must hold.</summary>
/// <param name="Parts">At least one.</param>
public sealed record AllRule(IReadOnlyList<RuleSection> Parts) : RuleSection
{
    /// <inheritdoc/>
    public override IEnumerable<RuleSection> SelfAndInner => [this, .. Parts.SelectMany(p => p.SelfAndInner)];

    internal override void Write(YamlText yaml) => yaml.List("all", Parts.Select(p => (Action)(() => p.Write(yaml))));
}
