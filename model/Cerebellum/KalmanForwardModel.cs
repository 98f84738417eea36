namespace ClosedLoop.Model;

/// <summary>
/// The forward model as a Kalman filter (Tanaka, Ishikawa, Lee and Kakei 2020): the cerebro-cerebellum predicts the next state
/// from an efference copy of the command, and the inferior olive carries the innovation. The context is the command u, the
/// teaching signal the observation y.
/// </summary>
/// <remarks>
/// Prediction <c>x ← A x + B u</c>, <c>P ← A P Aᵀ + Q</c>; observations are taken one after the other, which is exact since their
/// noises are independent and needs no matrix inverse: <c>e = y_i − c x</c>, <c>S = c P cᵀ + r_i</c>, <c>K = P cᵀ / S</c>,
/// <c>x ← x + K e</c>, <c>P ← (I − K c) P (I − K c)ᵀ + K r Kᵀ</c> (Joseph's form, which keeps P symmetric and positive). NaN is a
/// missing observation. O(n³) a step; allocates in the constructor only.
/// </remarks>
public sealed class KalmanForwardModel : ICerebellarModel
{
    private readonly LinearPlant _plant;
    private readonly int _n;
    private readonly double[] _state;
    private readonly double[] _work;
    private readonly double[] _gain;
    private readonly double[] _initialCovariance;
    private readonly string[] _names;

    /// <summary>Makes a model that starts at 0.</summary>
    /// <param name="plant">What it believes of the world.</param>
    /// <param name="initialVariance">Variance of each state at the start.</param>
    /// <exception cref="ArgumentException">The plant's matrices do not fit each other.</exception>
    public KalmanForwardModel(LinearPlant plant, double initialVariance = 1)
    {
        ArgumentNullException.ThrowIfNull(plant);
        plant.Validate();
        _plant = plant;
        _n = plant.States;
        _state = new double[_n + (_n * _n)];
        _work = new double[_n * _n];
        _gain = new double[_n];
        _initialCovariance = new double[_n * _n];
        for (var i = 0; i < _n; i++)
        {
            _initialCovariance[(i * _n) + i] = initialVariance;
        }

        _names = [.. Enumerable.Range(0, _n).Select(i => $"x{i}"), .. Enumerable.Range(0, _n * _n).Select(i => $"p{i / _n}_{i % _n}")];
        Reset();
    }

    /// <inheritdoc/>
    public int ContextSize => _plant.Commands;

    /// <inheritdoc/>
    public int OutputSize => _plant.Observations;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames => _names;

    /// <inheritdoc/>
    public ReadOnlySpan<double> State => _state;

    /// <inheritdoc/>
    public int SnapshotBytes => Model.SnapshotBytes.For(_state.Length);

    /// <summary>Gain of the observation that was taken last, n numbers.</summary>
    public ReadOnlySpan<double> Gain => _gain;

    private Span<double> X => _state.AsSpan(0, _n);

    private Span<double> P => _state.AsSpan(_n);

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> context, Span<double> prediction, Span<double> variance)
    {
        if (context.Length != ContextSize || prediction.Length != OutputSize || variance.Length != OutputSize)
        {
            throw new ArgumentException($"The model takes {ContextSize} commands and gives {OutputSize} predictions with as many variances.");
        }

        MoveState(context);
        MoveCovariance();
        for (var output = 0; output < OutputSize; output++)
        {
            (prediction[output], variance[output]) = Observe(output);
        }
    }

    /// <inheritdoc/>
    public void Teach(ReadOnlySpan<double> observed)
    {
        if (observed.Length != OutputSize)
        {
            throw new ArgumentException($"The model is taught {OutputSize} observations, not {observed.Length}.", nameof(observed));
        }

        for (var output = 0; output < OutputSize; output++)
        {
            if (double.IsFinite(observed[output]))
            {
                Correct(output, observed[output]);
            }
        }
    }

    /// <inheritdoc/>
    public void Snapshot(Span<byte> destination) => Model.SnapshotBytes.Write(destination, _state);

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> source)
    {
        Model.SnapshotBytes.Check(source, SnapshotBytes);
        Model.SnapshotBytes.Read(source, _state);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        X.Clear();
        _initialCovariance.CopyTo(P);
        Array.Clear(_gain);
    }

    private ReadOnlySpan<double> ObservationRow(int output) => _plant.C.AsSpan(output * _n, _n);

    private (double Prediction, double Variance) Observe(int output)
    {
        var row = ObservationRow(output);
        var (prediction, variance) = (0.0, _plant.R[output]);
        for (var i = 0; i < _n; i++)
        {
            prediction += row[i] * X[i];
            for (var j = 0; j < _n; j++)
            {
                variance += row[i] * P[(i * _n) + j] * row[j];
            }
        }

        return (prediction, variance);
    }

    private void MoveState(ReadOnlySpan<double> command)
    {
        for (var i = 0; i < _n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < _n; j++)
            {
                sum += _plant.A[(i * _n) + j] * X[j];
            }

            for (var j = 0; j < command.Length; j++)
            {
                sum += _plant.B[(i * command.Length) + j] * command[j];
            }

            _work[i] = sum;
        }

        _work.AsSpan(0, _n).CopyTo(X);
    }

    private void MoveCovariance()
    {
        Conjugate(_plant.A);
        for (var i = 0; i < _n * _n; i++)
        {
            P[i] += _plant.Q[i];
        }
    }

    private void Correct(int output, double observed)
    {
        var row = ObservationRow(output);
        var (prediction, variance) = Observe(output);
        for (var i = 0; i < _n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < _n; j++)
            {
                sum += P[(i * _n) + j] * row[j];
            }

            _gain[i] = sum / variance;
        }

        for (var i = 0; i < _n; i++)
        {
            X[i] += _gain[i] * (observed - prediction);
        }

        Span<double> keep = stackalloc double[_n * _n];
        for (var i = 0; i < _n * _n; i++)
        {
            keep[i] = (i / _n == i % _n ? 1 : 0) - (_gain[i / _n] * row[i % _n]);
        }

        Conjugate(keep);
        for (var i = 0; i < _n * _n; i++)
        {
            P[i] += _gain[i / _n] * _plant.R[output] * _gain[i % _n];
        }
    }

    // P ← M P Mᵀ, written symmetric to the last bit.
    private void Conjugate(ReadOnlySpan<double> matrix)
    {
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < _n; k++)
                {
                    sum += matrix[(i * _n) + k] * P[(k * _n) + j];
                }

                _work[(i * _n) + j] = sum;
            }
        }

        for (var i = 0; i < _n; i++)
        {
            for (var j = i; j < _n; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < _n; k++)
                {
                    sum += _work[(i * _n) + k] * matrix[(j * _n) + k];
                }

                P[(i * _n) + j] = sum;
                P[(j * _n) + i] = sum;
            }
        }
    }
}
