using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>
/// Met while a belief lies within bounds and is narrow enough: power above its median, a prediction error above or below a threshold,
/// CBI below a ratio. A belief that is not there, or not a number, meets nothing.
/// </summary>
public sealed class ThresholdRule : Rule
{
    private readonly int _slot;
    private readonly double _atLeast;
    private readonly double _atMost;
    private readonly double _widestWidth;

    /// <summary>Makes the rule.</summary>
    /// <param name="board">The board on which the belief was declared.</param>
    /// <param name="belief">Its name.</param>
    /// <param name="atLeast">Lower bound in the belief's unit, included; −∞ for none.</param>
    /// <param name="atMost">Upper bound in the belief's unit, included; +∞ for none.</param>
    /// <param name="widestWidth">The greatest standard deviation with which the belief counts; +∞ for any.</param>
    /// <exception cref="ArgumentException">Nobody declared the belief.</exception>
    public ThresholdRule(BeliefBoard board, string belief, double atLeast, double atMost, double widestWidth = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(board);
        Name = belief;
        _slot = board.Find(belief);
        _atLeast = atLeast;
        _atMost = atMost;
        _widestWidth = widestWidth;
        if (_slot < 0)
        {
            var known = string.Join(", ", board.Infos.Select(info => info.Name));
            throw new ArgumentException($"The rule asks for the belief '{belief}'; the model offers {known}.", nameof(belief));
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    protected override RuleReading Evaluate(in RuleFrame frame)
    {
        ref readonly var belief = ref frame.Board[_slot];
        var isNarrow = double.IsPositiveInfinity(_widestWidth) || belief.Width <= _widestWidth;
        return new RuleReading(belief.Value >= _atLeast && belief.Value <= _atMost && isNarrow, belief.Value, default);
    }
}
