using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>One estimator of the experiment with all the places where it is plugged in; what it does not do is null.</summary>
internal sealed record WiredModel
{
    /// <summary>Its name in the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>The stream whose conditioned frames it takes; the clock stream for one that works on beliefs.</summary>
    public string? Stream { get; init; }

    /// <summary>Takes frames.</summary>
    public IFrameEstimator? Estimator { get; init; }

    /// <summary>Its fit, if it needs one.</summary>
    public ISideTask? Fit { get; init; }

    /// <summary>Takes stimulus marks.</summary>
    public IMarkSink? Marks { get; init; }

    /// <summary>Measures MEPs.</summary>
    public IMepSource? Meps { get; init; }

    /// <summary>Tells what is believed of cerebellar-brain inhibition.</summary>
    public Func<CbiReading>? Cbi { get; init; }

    /// <summary>Learns from trials.</summary>
    public ITrialLearner? Learner { get; init; }

    /// <summary>Gives the oscillation's peak frequency as fitted, once it is fitted.</summary>
    public Func<Frequency?>? Peak { get; init; }

    /// <summary>The oscillation that it follows.</summary>
    public IOscillationEstimator? Oscillation { get; init; }
}
