using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// Follows one oscillation, sample by sample. Same samples, same results, bit for bit, however they were cut into blocks; no
/// allocation after construction; one thread.
/// </summary>
public interface IOscillationEstimator
{
    /// <summary>
    /// Takes the next sample of a regular stream. A sample whose quality is not good widens the belief and corrects nothing.
    /// </summary>
    /// <param name="microvolts">The sample, µV.</param>
    /// <param name="quality">What is wrong with it.</param>
    /// <param name="at">Its time.</param>
    void Step(float microvolts, SampleQuality quality, Instant at);

    /// <summary>
    /// The oscillation at the newest sample's time plus a horizon, 0 or more; it only gets wider with the horizon.
    /// </summary>
    PhaseForecast Forecast(Duration horizon);

    /// <summary>Back to the state after construction.</summary>
    void Reset();
}
