using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>
/// An oscillation in a session: collects its calibration segment, waits for the fit, and from there on follows the rhythm and publishes its
/// beliefs. Before that it believes nothing, so that no rule on it can be met.
/// </summary>
internal sealed class OscillationModel : IFrameEstimator, ISideTask, IOscillationEstimator
{
    private const int FixedNumbers = 4;

    private readonly KalmanOscillator _oscillator;
    private readonly OscillationCalibration _calibration;
    private readonly OscillationBeliefs _beliefs;
    private bool _isStarted;

    public OscillationModel(OscillationSection section, BeliefBoard board, Frequency rate, Duration horizon, Duration window)
    {
        Name = section.Name;
        var middle = Frequency.FromHertz((section.Low.TotalHertz + section.High.TotalHertz) / 2);
        _oscillator = new KalmanOscillator(rate, OscillationParameters.Typical(middle));
        _calibration = new OscillationCalibration(
            rate, section.Calibrate, new OscillationFitOptions(section.Low, section.High, horizon));
        _beliefs = new OscillationBeliefs(board, section.Name, _oscillator, rate, window);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The peak frequency that the fit found; null before.</summary>
    public Frequency? Peak { get; private set; }

    /// <inheritdoc/>
    public bool IsPending => Peak is null;

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<float> values, SampleQuality quality, Instant at)
    {
        if (!_calibration.IsFull)
        {
            _calibration.Step(values[0], quality, at);
        }

        if (Peak is not null)
        {
            _beliefs.Step(values[0], quality, at);
        }
    }

    /// <inheritdoc/>
    public bool TryBecomeDue()
    {
        var isDue = _calibration.IsFull && !_isStarted;
        _isStarted |= isDue;
        return isDue;
    }

    /// <inheritdoc/>
    public SideResult Run(long fromInput)
    {
        var fit = _calibration.Fit();
        double[] numbers =
        [
            fit.Peak.TotalHertz, fit.SignalToNoiseDb, fit.ExpectedCircularSd.TotalRadians, fit.Usable, .. fit.Parameters.ToNumbers(),
        ];
        return new SideResult(Name, fromInput, numbers, fit.Warning);
    }

    /// <inheritdoc/>
    public void Apply(SideResult result)
    {
        if (result.Numbers.Count <= FixedNumbers)
        {
            return;
        }

        _oscillator.Apply(OscillationParameters.FromNumbers([.. result.Numbers.Skip(FixedNumbers)]));
        Peak = Frequency.FromHertz(result.Numbers[0]);
    }

    /// <inheritdoc/>
    public void Step(float microvolts, SampleQuality quality, Instant at) => _beliefs.Step(microvolts, quality, at);

    /// <inheritdoc/>
    public PhaseForecast Forecast(Duration horizon) => Peak is null
        ? new PhaseForecast(double.NaN, 0, double.NaN, double.NaN, default)
        : _oscillator.Forecast(horizon);

    /// <inheritdoc/>
    public void Reset()
    {
        _oscillator.Reset();
        _calibration.Reset();
        _isStarted = false;
        Peak = null;
    }
}
