using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>
/// Several rules joined by "and" or "or". Every part is read on every frame, so that each part's reading can be journalled and no part
/// misses a frame; the pulse's instant is the latest that a met part asks for.
/// </summary>
public sealed class CombinedRule : Rule
{
    private readonly Rule[] _rules;
    private readonly bool _all;

    private CombinedRule(IReadOnlyList<Rule> rules, bool all)
    {
        if (rules.Count == 0)
        {
            throw new ArgumentException("A rule needs at least one part.", nameof(rules));
        }

        _rules = [.. rules];
        _all = all;
        Parts = [.. _rules.SelectMany(rule => rule.Parts)];
        Name = all ? "all" : "any";
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Rule> Parts { get; }

    /// <summary>Met while every part is met.</summary>
    public static CombinedRule All(IReadOnlyList<Rule> rules) => new(rules, all: true);

    /// <summary>Met while at least one part is met.</summary>
    public static CombinedRule Any(IReadOnlyList<Rule> rules) => new(rules, all: false);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        foreach (var rule in _rules)
        {
            rule.Reset();
        }
    }

    /// <inheritdoc/>
    protected override RuleReading Evaluate(in RuleFrame frame)
    {
        var met = 0;
        var at = default(Instant);
        foreach (var rule in _rules)
        {
            var reading = rule.Read(frame);
            if (!reading.IsMet)
            {
                continue;
            }

            met++;
            at = reading.At > at ? reading.At : at;
        }

        var isMet = _all ? met == _rules.Length : met > 0;
        return new RuleReading(isMet, met, isMet ? at : default);
    }
}
