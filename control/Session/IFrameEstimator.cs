using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>Takes a stream's conditioned frames one by one and writes beliefs. Acquisition thread; neither allocates nor blocks.</summary>
public interface IFrameEstimator
{
    /// <summary>Takes the next frame.</summary>
    /// <param name="values">One value a channel, µV for a voltage.</param>
    /// <param name="quality">What is wrong with it.</param>
    /// <param name="at">Its timestamp.</param>
    void Take(ReadOnlySpan<float> values, SampleQuality quality, Instant at);
}
