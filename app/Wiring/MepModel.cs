using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>Measures MEPs in a session: takes the muscle's frames and the marks of pulses over the motor cortex, gives a reading a trial.</summary>
internal sealed class MepModel : IFrameEstimator, IMarkSink, IMepSource
{
    private static readonly Duration EnvelopeTime = Duration.FromMilliseconds(50);

    private readonly BeliefBoard _board;
    private readonly MepMeasurement _measurement;
    private readonly EmgEnvelope _envelope;
    private readonly int _size;
    private readonly int _latency;
    private readonly int _rms;

    /// <summary>Declares its beliefs.</summary>
    /// <param name="section">How it measures.</param>
    /// <param name="board">The beliefs.</param>
    /// <param name="rate">The rate of the muscle's stream.</param>
    /// <param name="output">The output over the motor cortex; −1 for any.</param>
    public MepModel(MepSection section, BeliefBoard board, Frequency rate, int output)
    {
        _board = board;
        _measurement = new MepMeasurement(rate, new MepSettings(
            WindowFromMs: section.From.TotalMilliseconds,
            WindowToMs: section.To.TotalMilliseconds,
            RestRmsMicrovolts: section.RestRms.TotalMicrovolts,
            RestPeakMicrovolts: section.RestPeak.TotalMicrovolts,
            Output: output));
        _envelope = new EmgEnvelope(rate, EnvelopeTime);
        _size = board.Declare($"{section.Name}.size", "uV");
        _latency = board.Declare($"{section.Name}.latency", "ms");
        _rms = board.Declare($"{section.Name}.rms", "uV");
    }

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<float> values, SampleQuality quality, Instant at)
    {
        _measurement.Take(values[0], quality, at);
        _envelope.Take(values[0], quality, at);
        _board.Set(_rms, _envelope.RmsMicrovolts, _envelope.WidthMicrovolts, _envelope.At);
    }

    /// <inheritdoc/>
    public void OnMark(in StimulusMark mark) => _measurement.OnMark(mark);

    /// <inheritdoc/>
    public bool TryTake(out MepReading reading)
    {
        if (!_measurement.TryTake(out var result))
        {
            reading = default;
            return false;
        }

        // The background is what the amplitude is uncertain by.
        _board.Set(_size, result.Microvolts, result.BackgroundRms, result.PulseTime);
        _board.Set(_latency, result.LatencyMilliseconds, double.NaN, result.PulseTime);
        reading = new MepReading(
            result.Request, result.Microvolts, result.LatencyMilliseconds, result.IsValid, result.IsValid ? "" : Cause(result.Flaw));
        return true;
    }

    private static string Cause(MepFlaw flaw) => flaw switch
    {
        MepFlaw.BackgroundActivity => "muscle not at rest",
        MepFlaw.Obscured => "window obscured",
        MepFlaw.Saturated => "saturated",
        MepFlaw.NotFinite => "not a number",
        MepFlaw.MissingSamples => "samples missing",
        MepFlaw.MarkTooLate => "pulse known too late",
        MepFlaw.NotConfirmed => "pulse not confirmed",
        _ => "not measured",
    };
}
