using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// The adaptive filter (Marr 1969, Albus 1971, Fujita 1982; Dean and Porrill 2010): parallel fibres p, one Purkinje cell
/// <c>z = Σ w_i p_i</c>, and the decorrelation rule <c>w_i ← w_i + β e r_i</c>, where e is observed minus predicted and r the
/// eligible inputs. Learning rests when the error is uncorrelated with every input.
/// </summary>
/// <remarks>
/// An error that arrives d steps late belongs to the inputs of d steps ago: with
/// <see cref="AdaptiveFilterOptions.EligibilityDelay"/> these are kept and changed; without it delayed learning fails. Taught by
/// <see cref="Teach"/>, the observation is compared with the prediction of d steps ago; <see cref="Adapt"/> takes an error as it
/// comes. The variance of a prediction is the running mean of the squared error (a = 0.02, floored). O(inputs) a step; allocates
/// in the constructor only.
/// </remarks>
public sealed class AdaptiveFilter : ICerebellarModel
{
    private const double VarianceRate = 0.02;
    private const double LeastVariance = 1e-12;
    private const double RelativeFloor = 1e-6;

    private readonly AdaptiveFilterOptions _options;
    private readonly int _inputs;
    private readonly int _depth;
    private readonly double _fade;

    // One array holds everything a snapshot needs: weights, trace, ring of inputs, ring of predictions, then the scalars below.
    private readonly double[] _memory;
    private readonly string[] _names;

    /// <summary>Makes a filter with all weights 0.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AdaptiveFilter(AdaptiveFilterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Inputs < 1 || !(options.LearningRate > 0) || (options.IsNormalised && options.LearningRate >= 1)
            || options.EligibilityDelay < 0 || !(options.EligibilitySteps >= 0) || !(options.WeightLimit > 0) || !(options.Leak >= 0))
        {
            throw new ArgumentException(
                "An adaptive filter needs inputs, a learning rate above 0 (below 1 when normalised), and no negative delay, trace, limit or leak.",
                nameof(options));
        }

        _options = options;
        _inputs = options.Inputs;
        _depth = options.EligibilityDelay + 1;
        _fade = options.EligibilitySteps > 0 ? 1 - DeterministicMath.Exp(-1 / options.EligibilitySteps) : 1;
        _memory = new double[(2 * _inputs) + (_depth * _inputs) + _depth + 4];
        _names = [.. Enumerable.Range(0, _inputs).Select(i => $"w{i}")];
        Reset();
    }

    /// <inheritdoc/>
    public int ContextSize => _inputs;

    /// <inheritdoc/>
    public int OutputSize => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames => _names;

    /// <inheritdoc/>
    public ReadOnlySpan<double> State => Weights;

    /// <summary>The weights, one an input.</summary>
    public ReadOnlySpan<double> Weights => _memory.AsSpan(0, _inputs);

    /// <inheritdoc/>
    public int SnapshotBytes => Model.SnapshotBytes.For(_memory.Length);

    private Span<double> Trace => _memory.AsSpan(_inputs, _inputs);

    private Span<double> PastInputs => _memory.AsSpan(2 * _inputs, _depth * _inputs);

    private Span<double> PastPredictions => _memory.AsSpan((2 + _depth) * _inputs, _depth);

    private ref double Variance => ref _memory[^4];

    private ref double MeanPower => ref _memory[^3];

    private ref double Newest => ref _memory[^2];

    private ref double Steps => ref _memory[^1];

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> context, Span<double> prediction, Span<double> variance)
    {
        if (context.Length != _inputs || prediction.Length != 1 || variance.Length != 1)
        {
            throw new ArgumentException($"The filter takes {_inputs} inputs and gives one prediction with its variance.");
        }

        Newest = Newest + 1 >= _depth ? 0 : Newest + 1;
        Steps = Math.Min(Steps + 1, _depth);
        context.CopyTo(PastInputs.Slice((int)Newest * _inputs, _inputs));
        var sum = 0.0;
        for (var i = 0; i < _inputs; i++)
        {
            sum += _memory[i] * context[i];
        }

        PastPredictions[(int)Newest] = sum;
        FollowTrace();
        prediction[0] = sum;
        variance[0] = Variance;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The observation is that of <see cref="AdaptiveFilterOptions.EligibilityDelay"/> steps ago; until so many were predicted
    /// nothing is learnt.
    /// </remarks>
    public void Teach(ReadOnlySpan<double> observed)
    {
        if (observed.Length != 1)
        {
            throw new ArgumentException($"The filter is taught one observation, not {observed.Length}.", nameof(observed));
        }

        if (double.IsFinite(observed[0]) && Steps >= _depth)
        {
            Adapt(observed[0] - PastPredictions[Oldest]);
        }
    }

    /// <summary>Learns from an error that has just arrived: the climbing fibre's signal. Not finite: nothing is learnt.</summary>
    /// <param name="error">Observed minus predicted.</param>
    public void Adapt(double error)
    {
        if (!double.IsFinite(error))
        {
            return;
        }

        Variance = Math.Max(Variance + (VarianceRate * ((error * error) - Variance)), LeastVariance);
        var step = _options.LearningRate * error;
        if (_options.IsNormalised)
        {
            step /= Power();
        }

        for (var i = 0; i < _inputs; i++)
        {
            var weight = ((1 - _options.Leak) * _memory[i]) + (step * Trace[i]);
            _memory[i] = Math.Clamp(weight, -_options.WeightLimit, _options.WeightLimit);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(Span<byte> destination) => Model.SnapshotBytes.Write(destination, _memory);

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> source)
    {
        Model.SnapshotBytes.Check(source, SnapshotBytes);
        Model.SnapshotBytes.Read(source, _memory);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_memory);
        Variance = 1;
    }

    private int Oldest => (int)Newest + 1 >= _depth ? 0 : (int)Newest + 1;

    // r ← r + fade (p(k − d) − r); without a trace r is p(k − d) itself.
    private void FollowTrace()
    {
        var delayed = PastInputs.Slice(Oldest * _inputs, _inputs);
        var power = 0.0;
        for (var i = 0; i < _inputs; i++)
        {
            Trace[i] += _fade * (delayed[i] - Trace[i]);
            power += Trace[i] * Trace[i];
        }

        MeanPower += VarianceRate * (power - MeanPower);
    }

    private double Power()
    {
        var power = RelativeFloor * MeanPower;
        for (var i = 0; i < _inputs; i++)
        {
            power += Trace[i] * Trace[i];
        }

        // All eligible inputs silent: there is nobody to blame, and the step is 0 whatever it is divided by.
        return power > 0 ? power : 1;
    }
}
