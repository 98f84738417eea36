using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Control;

/// <summary>
/// Evaluates the rule once for each model frame of the clock stream and decides. A decision is an evaluation whose outcome differs from
/// the last, or that asks; only decisions are journalled, while the hash of beliefs covers every evaluation.
/// </summary>
internal sealed class Evaluation
{
    private readonly Rule _rule;
    private readonly IAction _action;
    private readonly BeliefBoard _board;
    private readonly StageHashes _hashes;
    private readonly SessionCounts _counts;
    private readonly ISessionRecord _record;
    private readonly DecisionRecord _decision;
    private readonly byte[] _beliefBytes;
    private bool _wasMet;
    private DecisionOutcome _lastOutcome = DecisionOutcome.NotMet;

    public Evaluation(
        Rule rule, IAction action, BeliefBoard board, StageHashes hashes, SessionCounts counts, ISessionRecord record)
    {
        _rule = rule;
        _action = action;
        _board = board;
        _hashes = hashes;
        _counts = counts;
        _record = record;
        _decision = new DecisionRecord(rule.Parts.Count, board.Count);
        _beliefBytes = new byte[board.Count * BeliefBoard.EncodedBytes];
    }

    /// <summary>Evaluates one frame; allocates nothing unless a trial begins.</summary>
    public void Evaluate(long input, Instant taken, Instant sample, SampleQuality quality)
    {
        _board.Encode(_beliefBytes);
        _hashes.Beliefs.Append(_beliefBytes);
        var reading = _rule.Read(new RuleFrame(_board, sample));
        var isOnset = reading.IsMet && !_wasMet;
        _wasMet = reading.IsMet;
        var result = isOnset
            ? Act(new Onset(input, taken, sample, quality, reading.At))
            : new ActionResult(reading.IsMet ? DecisionOutcome.StillMet : DecisionOutcome.NotMet, HeldReason.None, 0, -1);
        if (isOnset || result.Outcome != _lastOutcome)
        {
            Decide(input, taken, sample, reading.At, result);
        }

        _lastOutcome = result.Outcome;
        _counts.Evaluations++;
    }

    private ActionResult Act(in Onset onset)
    {
        _counts.Requested++;
        var result = _action.Act(onset);
        if (result.Outcome == DecisionOutcome.Held)
        {
            _counts.Held++;
        }

        return result;
    }

    private void Decide(long input, Instant taken, Instant sample, Instant at, in ActionResult result)
    {
        _decision.Input = input;
        _decision.Taken = taken;
        _decision.Sample = sample;
        _decision.SampleIndex = _counts.Evaluations;
        _decision.Outcome = result.Outcome;
        _decision.Reason = result.Reason;
        _decision.At = at;
        _decision.Request = result.Request;
        _decision.Condition = result.Condition;
        for (var part = 0; part < _decision.Parts.Length; part++)
        {
            _decision.Parts[part] = _rule.Parts[part].Last;
        }

        for (var slot = 0; slot < _decision.Beliefs.Length; slot++)
        {
            _decision.Beliefs[slot] = _board[slot];
        }

        _counts.Decisions++;
        Hash();
        _record.Decision(_decision);
    }

    private void Hash()
    {
        var hash = _hashes.Decisions;
        hash.Append(_decision.Input);
        hash.Append(_decision.Taken.TotalNanoseconds);
        hash.Append(_decision.SampleIndex);
        hash.Append((long)_decision.Outcome);
        hash.Append((long)_decision.Reason);
        hash.Append((long)_decision.Condition);
        hash.Append(_decision.At.TotalNanoseconds);
        hash.Append(_decision.Request);
        foreach (var part in _decision.Parts)
        {
            hash.Append(part.IsMet ? 1L : 0L);
            hash.Append(part.Value);
        }
    }
}
