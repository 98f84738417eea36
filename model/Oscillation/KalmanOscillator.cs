using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// The Kalman oscillator of Matsuda and Komaki (2017): the signal is a damped stochastic oscillator, a few components of
/// background and white noise, and the filter gives the rhythm's complex amplitude with its covariance. It needs no band-pass,
/// and so has no delay.
/// </summary>
/// <remarks>
/// The phase is the direction of the posterior mean; its concentration follows from the posterior variance across that direction,
/// times <see cref="OscillationParameters.WidthScale"/>. Start: nothing is known, the phase is 0 with κ = 0. Gaps in time are
/// propagated in one step, as long as they are. Forecasts turn with the model's frequency: turning with the frequency of the last
/// cycles instead was worse at every horizon tried (20 to 100 ms, resting EEG). Cost with four background components: some 50
/// multiplications a sample, and some thousand after a start or a bad sample until the gain has settled again. Deterministic,
/// allocates nothing after construction, one thread.
/// </remarks>
public sealed class KalmanOscillator : IOscillationEstimator
{
    private readonly OscillatorBank _bank = new();
    private readonly double _rateHz;
    private readonly OscillationParameters _initial;
    private Instant _last;

    /// <summary>Makes an estimator that has seen nothing.</summary>
    /// <param name="rate">The rate of the samples; above four times the rhythm's frequency.</param>
    /// <param name="parameters">The model, from a fit or typical.</param>
    /// <exception cref="ArgumentException">The parameters are not valid, or the rate is too low for them.</exception>
    public KalmanOscillator(Frequency rate, OscillationParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _rateHz = rate.TotalHertz;
        _initial = parameters;
        Parameters = parameters;
        Load(parameters);
    }

    /// <summary>The model in use.</summary>
    public OscillationParameters Parameters { get; private set; }

    /// <summary>Time of the newest sample; unset before the first.</summary>
    public Instant At => _last;

    /// <summary>
    /// Replaces the model, e.g. by the result of a calibration, and starts again with nothing seen. Does not allocate.
    /// </summary>
    /// <exception cref="ArgumentException">The parameters are not valid for this rate; the old ones stay.</exception>
    public void Apply(OscillationParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Load(parameters);
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public void Step(float microvolts, SampleQuality quality, Instant at)
    {
        var elapsed = _last.IsSet ? (at - _last).TotalSeconds * _rateHz : 1;
        if (elapsed > 1.5)
        {
            _bank.Predict(Math.Round(elapsed) - 1);
        }

        _last = at;
        if (!Measured.IsUsable(microvolts, quality))
        {
            _bank.Predict(1);
            return;
        }

        _bank.PredictAndCorrect(microvolts);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is negative.</exception>
    public PhaseForecast Forecast(Duration horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, Duration.Zero);
        var seconds = horizon.TotalSeconds;
        var radiansPerSecond = 2 * Math.PI * Parameters.PeakHz;
        var damping = DeterministicMath.Exp(-Math.PI * Parameters.BandwidthHz * seconds);
        var length = Math.Sqrt((_bank.Real * _bank.Real) + (_bank.Imaginary * _bank.Imaginary));
        var now = DeterministicMath.Atan2(_bank.Imaginary, _bank.Real);
        var across = (damping * damping * VarianceAcross(length)) + (_bank.RhythmVariance * (1 - (damping * damping)));
        var ratio = damping * length / Math.Sqrt(across * Parameters.WidthScale);
        return new PhaseForecast(
            Phase.Wrap(now + (radiansPerSecond * seconds)),
            PhaseConcentration.FromSignalToNoise(ratio),
            damping * length,
            radiansPerSecond,
            _last + horizon);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Parameters = _initial;
        _last = default;
        Load(_initial);
    }

    private void Load(OscillationParameters parameters)
    {
        parameters.Validate();
        if (!(_rateHz > 4 * parameters.PeakHz))
        {
            throw new ArgumentException(
                $"A rhythm of {parameters.PeakHz} Hz needs more than {4 * parameters.PeakHz} samples a second, not {_rateHz}; decimate less.");
        }

        _bank.Load(parameters, _rateHz);
    }

    // Variance of the posterior at right angles to its mean; the delta method of the phase.
    private double VarianceAcross(double length)
    {
        if (!(length > 0))
        {
            return 0.5 * (_bank.RealVariance + _bank.ImaginaryVariance);
        }

        var (cosine, sine) = (_bank.Real / length, _bank.Imaginary / length);
        var across = (sine * sine * _bank.RealVariance) - (2 * sine * cosine * _bank.CrossVariance)
            + (cosine * cosine * _bank.ImaginaryVariance);
        return Math.Max(across, 0);
    }
}
