using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>Feeds a belief back to the person at each onset of the rule, by way of a ring at the side; it never nears the pulse process.</summary>
public sealed class FeedbackAction : IAction
{
    private readonly BeliefBoard _board;
    private readonly FeedbackRing _ring;
    private readonly int _slot;

    /// <summary>Makes the action.</summary>
    /// <exception cref="ArgumentException">Nobody declared the belief.</exception>
    public FeedbackAction(BeliefBoard board, string belief, FeedbackRing ring)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        _ring = ring;
        _slot = board.Find(belief);
        if (_slot < 0)
        {
            throw new ArgumentException($"Feedback is asked of the belief '{belief}', which nobody declares.", nameof(belief));
        }
    }

    /// <inheritdoc/>
    public ActionResult Act(in Onset onset)
    {
        ref readonly var belief = ref _board[_slot];
        _ring.Put(new Feedback(onset.Sample, belief.Value, belief.Width));
        return new ActionResult(DecisionOutcome.FedBack, HeldReason.None, 0, -1);
    }
}
