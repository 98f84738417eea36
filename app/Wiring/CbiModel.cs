using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>Estimates cerebellar-brain inhibition in a session, trial by trial.</summary>
internal sealed class CbiModel : ITrialLearner
{
    private readonly BeliefBoard _board;
    private readonly CbiEstimator _estimator = new();
    private readonly int _ratio;
    private readonly int _low;
    private readonly int _high;
    private readonly int _inhibited;

    /// <summary>Declares its beliefs.</summary>
    public CbiModel(CbiSection section, BeliefBoard board)
    {
        _board = board;
        _ratio = board.Declare($"{section.Name}.ratio", "1");
        _low = board.Declare($"{section.Name}.low", "1");
        _high = board.Declare($"{section.Name}.high", "1");
        _inhibited = board.Declare($"{section.Name}.p_inhibition", "1");
    }

    /// <summary>What is believed now; for other threads only once the loop has ended.</summary>
    public CbiReading Reading => new(
        _estimator.Ratio, _estimator.Low, _estimator.High, _estimator.Trials, _estimator.IsEnough, _estimator.State.ToString());

    /// <inheritdoc/>
    public void Learn(bool isConditioned, in MepReading mep, Instant at)
    {
        _estimator.Add(isConditioned, mep.Microvolts * 1e-3, at);
        _board.Set(_ratio, _estimator.Ratio, _estimator.Ratio * _estimator.LogWidth, at);
        _board.Set(_low, _estimator.Low, 0, at);
        _board.Set(_high, _estimator.High, 0, at);
        _board.Set(_inhibited, _estimator.ProbabilityInhibited, 0, at);
    }
}
