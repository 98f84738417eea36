using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// Predicts one scalar feature and puts the outcome on the board: <c>name.prediction</c> of the next value (width = its standard
/// deviation), <c>name.error</c> of the newest (width = the standard deviation that was expected), <c>name.nis</c> and
/// <c>name.persistence</c> (PPI-1, experimental). The feature is taken at a fixed interval and expressed in its own standard
/// deviations, so all four have no unit.
/// </summary>
/// <remarks>
/// Values stay on the board between intervals, with the time of the sample they rest on. Allocates in the constructor only.
/// </remarks>
public sealed class ForwardModelBeliefs
{
    private const double StandardiserSeconds = 60;

    private readonly BeliefBoard _board;
    private readonly ICerebellarModel _model;
    private readonly RunningStandardiser _standardiser;
    private readonly int _every;
    private readonly int _predictionSlot;
    private readonly int _errorSlot;
    private readonly int _nisSlot;
    private readonly int _persistenceSlot;
    private readonly double[] _prediction = new double[1];
    private readonly double[] _variance = new double[1];
    private readonly double[] _observed = new double[1];
    private int _sinceLast;
    private bool _hasPrediction;

    /// <summary>Declares the slots.</summary>
    /// <param name="board">Where to write.</param>
    /// <param name="name">The feature's name, e.g. <c>mu_power</c>.</param>
    /// <param name="rate">How often <see cref="Step"/> is called.</param>
    /// <param name="interval">How often the feature is taken; 50 ms by default.</param>
    /// <param name="model">A model without context and with one output; the scalar Kalman forward model (0.95, 0.01, 0.10) by
    /// default.</param>
    /// <exception cref="ArgumentException">The model has a context or several outputs.</exception>
    public ForwardModelBeliefs(
        BeliefBoard board, string name, Frequency rate, Duration? interval = null, ICerebellarModel? model = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        _model = model ?? new KalmanForwardModel(LinearPlant.Scalar());
        if (_model.ContextSize != 0 || _model.OutputSize != 1)
        {
            throw new ArgumentException("One feature is predicted from its own past: the model must take no context and give one output.", nameof(model));
        }

        _board = board;
        var seconds = (interval ?? Duration.FromMilliseconds(50)).TotalSeconds;
        _every = Math.Max(1, (int)Math.Round(seconds * rate.TotalHertz));
        _standardiser = new RunningStandardiser(Math.Max(2, StandardiserSeconds * rate.TotalHertz / _every));
        _predictionSlot = board.Declare($"{name}.prediction", "1");
        _errorSlot = board.Declare($"{name}.error", "1");
        _nisSlot = board.Declare($"{name}.nis", "1");
        _persistenceSlot = board.Declare($"{name}.persistence", "1");
    }

    /// <summary>The error indices, for those who want more than the board.</summary>
    public PersistenceIndex Persistence { get; } = new();

    /// <summary>Whether the model's variances fit its errors, over the last 50 steps.</summary>
    public ConsistencyWindow Consistency { get; } = new(50);

    /// <summary>The newest error; its variance is 0 before the first.</summary>
    public PredictionError Newest { get; private set; }

    /// <summary>Takes the feature at the next sample; acts on one sample an interval.</summary>
    /// <param name="feature">Its value, in any unit; an amplitude is best given as its logarithm.</param>
    /// <param name="isMeasured">False where it rests on no measurement: then the model predicts and learns nothing.</param>
    /// <param name="at">The sample's time.</param>
    public void Step(double feature, bool isMeasured, Instant at)
    {
        if (++_sinceLast < _every)
        {
            return;
        }

        _sinceLast = 0;
        _observed[0] = isMeasured ? _standardiser.Step(feature) : double.NaN;
        if (_hasPrediction && !double.IsNaN(_observed[0]))
        {
            Newest = new PredictionError(_observed[0] - _prediction[0], _variance[0]);
            Judge(at);
        }

        _model.Teach(_observed);
        _model.Predict([], _prediction, _variance);
        _hasPrediction = true;
        _board.Set(_predictionSlot, _prediction[0], Math.Sqrt(_variance[0]), at);
    }

    /// <summary>Back to the state after construction; the board keeps what it has until the next interval.</summary>
    public void Reset()
    {
        _model.Reset();
        _standardiser.Reset();
        Persistence.Reset();
        Consistency.Reset();
        Newest = default;
        _sinceLast = 0;
        _hasPrediction = false;
    }

    private void Judge(Instant at)
    {
        Persistence.Add(Newest.Standardised);
        Consistency.Add(Newest.NormalisedSquare);
        _board.Set(_errorSlot, Newest.Error, Math.Sqrt(Newest.Variance), at);
        _board.Set(_nisSlot, Newest.NormalisedSquare, 0, at);
        _board.Set(_persistenceSlot, Persistence.Leaky, 0, at);
    }
}
