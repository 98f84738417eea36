using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// Writes what is believed of a rhythm onto the board, sample by sample: <c>name.phase</c> (rad, width = circular standard deviation),
/// <c>name.amplitude</c> (uV), <c>name.frequency</c> (Hz, measured over the last cycles) and <c>name.power_percentile</c> (0 to 1 among the
/// last 60 s; width 0, since it is counted).
/// </summary>
/// <remarks>Steps the estimator itself, so that beliefs and forecasts are of the same sample. Allocates in the constructor only.</remarks>
public sealed class OscillationBeliefs
{
    private const double FrequencySeconds = 0.3;

    private readonly IOscillationEstimator _estimator;
    private readonly BeliefBoard _board;
    private readonly BandPower _power;
    private readonly TurnRate _turn;
    private readonly int _phase;
    private readonly int _amplitude;
    private readonly int _frequency;
    private readonly int _percentile;

    /// <summary>Declares the slots.</summary>
    /// <param name="board">Where to write.</param>
    /// <param name="name">The rhythm's name, e.g. <c>mu</c>.</param>
    /// <param name="estimator">Who follows the rhythm.</param>
    /// <param name="rate">The rate of the samples.</param>
    /// <param name="window">The time among which power is ranked; null for a minute.</param>
    public OscillationBeliefs(BeliefBoard board, string name, IOscillationEstimator estimator, Frequency rate, Duration? window = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        _estimator = estimator;
        _power = new BandPower(rate, window);
        _turn = new TurnRate(rate, Duration.FromSeconds(FrequencySeconds));
        _phase = board.Declare($"{name}.phase", "rad");
        _amplitude = board.Declare($"{name}.amplitude", "uV");
        _frequency = board.Declare($"{name}.frequency", "Hz");
        _percentile = board.Declare($"{name}.power_percentile", "1");
    }

    /// <summary>Who follows the rhythm; rules forecast with it.</summary>
    public IOscillationEstimator Estimator => _estimator;

    /// <summary>The power and its standing, for those who want more than the percentile.</summary>
    public BandPower Power => _power;

    /// <summary>Takes the next sample: steps the estimator, then writes the four beliefs.</summary>
    public void Step(float microvolts, SampleQuality quality, Instant at)
    {
        _estimator.Step(microvolts, quality, at);
        var now = _estimator.Forecast(Duration.Zero);
        _power.Step(now.Microvolts, Measured.IsUsable(microvolts, quality));
        _turn.Step(now.Radians, now.Microvolts);
        _board.Set(_phase, now.Radians, PhaseConcentration.CircularStandardDeviation(now.Concentration), at);
        _board.Set(_amplitude, now.Microvolts, AmplitudeWidth(now), at);
        _board.Set(_frequency, _turn.Hertz, double.NaN, at);
        _board.Set(_percentile, _power.Percentile, double.IsNaN(_power.Percentile) ? double.PositiveInfinity : 0, at);
    }

    /// <summary>Back to the state after construction; the board keeps what it has until the next sample.</summary>
    public void Reset()
    {
        _estimator.Reset();
        _power.Reset();
        _turn.Reset();
    }

    // Across and along the mean the posterior is equally wide, and κ is the square of length over width (PhaseConcentration).
    private static double AmplitudeWidth(in PhaseForecast now) =>
        now.Concentration > 0 ? now.Microvolts / Math.Sqrt(now.Concentration) : double.PositiveInfinity;
}
