using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>Learns from finished trials, as the estimator of cerebellar-brain inhibition does, and writes its beliefs.</summary>
public interface ITrialLearner
{
    /// <summary>Takes a trial whose MEP is valid.</summary>
    /// <param name="isConditioned">Conditioning and test pulse, or test pulse alone.</param>
    /// <param name="mep">The measurement.</param>
    /// <param name="at">When the test pulse fell.</param>
    void Learn(bool isConditioned, in MepReading mep, Instant at);
}
