using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Control;

public sealed class ThresholdRuleTests
{
    private readonly BeliefBoard _board = new();
    private readonly int _slot;

    public ThresholdRuleTests() => _slot = _board.Declare("mu.power_percentile", "1");

    private bool IsMet(Rule rule) => rule.Read(new RuleFrame(_board, Instant.FromSeconds(1))).IsMet;

    [Theory]
    [InlineData(0.49, false)]
    [InlineData(0.5, true)]
    [InlineData(0.9, true)]
    [InlineData(double.NaN, false)]
    public void It_is_met_from_its_lower_bound_on(double value, bool isMet)
    {
        _board.Set(_slot, value, 0.1, Instant.FromSeconds(1));

        Assert.Equal(isMet, IsMet(new ThresholdRule(_board, "mu.power_percentile", 0.5, double.PositiveInfinity)));
    }

    [Fact]
    public void A_belief_that_is_not_there_meets_nothing() =>
        Assert.False(IsMet(new ThresholdRule(_board, "mu.power_percentile", double.NegativeInfinity, double.PositiveInfinity)));

    [Fact]
    public void A_belief_that_is_too_wide_meets_nothing()
    {
        _board.Set(_slot, 0.7, 0.3, Instant.FromSeconds(1));

        Assert.False(IsMet(new ThresholdRule(_board, "mu.power_percentile", 0.5, 1, widestWidth: 0.2)));
    }

    [Fact]
    public void A_belief_that_nobody_declared_is_named_with_those_that_are()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ThresholdRule(_board, "mu.power", 0, 1));

        Assert.Contains("'mu.power'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("mu.power_percentile", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_needs_every_part_and_any_needs_one()
    {
        _board.Set(_slot, 0.7, 0.1, Instant.FromSeconds(1));
        Rule low = new ThresholdRule(_board, "mu.power_percentile", 0, 0.5);
        Rule high = new ThresholdRule(_board, "mu.power_percentile", 0.5, 1);

        Assert.False(IsMet(CombinedRule.All([low, high])));
        Assert.True(IsMet(CombinedRule.Any([low, high])));
    }
}
