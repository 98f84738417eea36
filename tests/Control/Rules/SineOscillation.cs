using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.Tests.Control;

/// <summary>An oscillation that is known exactly: phase 2πft at time t, whatever the samples say.</summary>
internal sealed class SineOscillation(double hertz) : IOscillationEstimator
{
    private Instant _at;

    public double Concentration { get; set; } = 10;

    public void Step(float microvolts, SampleQuality quality, Instant at) => _at = at;

    public PhaseForecast Forecast(Duration horizon)
    {
        var at = _at + horizon;
        return new PhaseForecast(
            Phase.Wrap(2 * Math.PI * hertz * at.TotalSeconds), Concentration, 10, 2 * Math.PI * hertz, at);
    }

    public void Reset() => _at = default;
}
