using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>What happens to one stream of the experiment on its way to beliefs.</summary>
/// <param name="Stream">The stream as it comes in.</param>
/// <param name="Conditioning">The pipeline from raw to conditioned blocks, composed of operators that keep to one thread.</param>
/// <param name="Estimators">Who takes the conditioned frames, in this order.</param>
public sealed record StreamPlan(
    StreamInfo Stream,
    Func<IObservable<SampleBlock>, IObservable<SampleBlock>> Conditioning,
    IReadOnlyList<IFrameEstimator> Estimators);
