using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>Predicts a belief of another estimator from its own past, once a frame of the clock stream; an amplitude as its logarithm.</summary>
internal sealed class FeatureModel : IFrameEstimator
{
    private const SampleQuality Unusable = SampleQuality.Blanked | SampleQuality.Contaminated | SampleQuality.NotFinite
        | SampleQuality.AfterGap | SampleQuality.Settling | SampleQuality.Saturated;

    private readonly BeliefBoard _board;
    private readonly ForwardModelBeliefs _beliefs;
    private readonly int _slot;
    private readonly bool _isAmplitude;

    /// <summary>Declares its beliefs.</summary>
    /// <param name="name">The model's name in the experiment.</param>
    /// <param name="feature">The belief that it predicts; declared before.</param>
    /// <param name="board">The beliefs.</param>
    /// <param name="rate">The rate of the clock stream at the model.</param>
    /// <param name="model">What predicts; null for the scalar Kalman forward model.</param>
    public FeatureModel(string name, string feature, BeliefBoard board, Frequency rate, ICerebellarModel? model)
    {
        _board = board;
        _slot = board.Find(feature);
        if (_slot < 0)
        {
            throw new RefusedException(
                $"The model '{name}' predicts '{feature}', which no estimator above it declares; there are {string.Join(", ", board.Infos.Select(info => info.Name))}.");
        }

        _isAmplitude = board.Infos[_slot].Unit == "uV";
        _beliefs = new ForwardModelBeliefs(board, name, rate, null, model);
    }

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<float> values, SampleQuality quality, Instant at)
    {
        var value = _board[_slot].Value;
        var isMeasured = (quality & Unusable) == 0 && double.IsFinite(value) && (!_isAmplitude || value > 0);
        var feature = !isMeasured ? double.NaN : _isAmplitude ? DeterministicMath.Log(value) : value;
        _beliefs.Step(feature, isMeasured, at);
    }
}
