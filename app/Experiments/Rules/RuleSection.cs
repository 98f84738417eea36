namespace ClosedLoop.App;

/// <summary>The section <c>rule</c> or a part of it: one condition, or several joined by <c>all</c> or <c>any</c>.</summary>
public abstract record RuleSection
{
    /// <summary>This condition and all conditions inside it, outermost first.</summary>
    public virtual IEnumerable<RuleSection> SelfAndInner => [this];

    /// <summary>Where it stands in the file, as a path of keys, e.g. <c>rule.all.0.phase</c>.</summary>
    internal string Path { get; init; } = "";

    internal static RuleSection? ReadAny(Keys keys)
    {
        var word = keys.OneOf("all", "any", "phase", "power", "error");
        RuleSection? rule = word switch
        {
            "all" => new AllRule(Inner(keys, word)),
            "any" => new AnyRule(Inner(keys, word)),
            "phase" => PhaseRule.Read(keys.Child(word)),
            "power" => PowerRule.Read(keys.Child(word)),
            "error" => ErrorRule.Read(keys.Child(word)),
            _ => null,
        };
        keys.Finish();
        return rule is null ? null : rule with { Path = keys.Path + "." + word };
    }

    internal abstract void Write(YamlText yaml);

    private static IReadOnlyList<RuleSection> Inner(Keys keys, string word) =>
        [.. keys.Items(word).Select(ReadAny).OfType<RuleSection>()];
}
