using ClosedLoop.Core;
using ClosedLoop.Model;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>All that a session's thinking is made of, wired by the program before the first turn.</summary>
public sealed record ThinkingPlan
{
    /// <summary>The streams, in the order of the experiment.</summary>
    public required IReadOnlyList<StreamPlan> Streams { get; init; }

    /// <summary>Index of the stream on whose model frames the rule is evaluated.</summary>
    public required int ClockStream { get; init; }

    /// <summary>The beliefs; every estimator has declared its own.</summary>
    public required BeliefBoard Board { get; init; }

    /// <summary>The rule.</summary>
    public required Rule Rule { get; init; }

    /// <summary>Gives stimuli; null in a session of feedback alone.</summary>
    public TrialRunner? Trials { get; init; }

    /// <summary>What the rule leads to; the trials, unless it is feedback.</summary>
    public required IAction Action { get; init; }

    /// <summary>The firing side.</summary>
    public required IPulseLink Link { get; init; }

    /// <summary>The operator.</summary>
    public required ICommandSource Commands { get; init; }

    /// <summary>Where side tasks run.</summary>
    public required ISideLane SideLane { get; init; }

    /// <summary>Who finds faults.</summary>
    public required IFaultSource Faults { get; init; }

    /// <summary>The fits that the session waits for.</summary>
    public IReadOnlyList<ISideTask> SideTasks { get; init; } = [];

    /// <summary>Who takes stimulus marks: blanking, MEP.</summary>
    public IReadOnlyList<IMarkSink> MarkSinks { get; init; } = [];

    /// <summary>Who measures MEPs; null if nobody does.</summary>
    public IMepSource? Meps { get; init; }

    /// <summary>Who learns from trials; null if nobody does.</summary>
    public ITrialLearner? Learner { get; init; }

    /// <summary>Names of the beliefs with the CBI ratio and its interval, written into the trials; empty if not estimated.</summary>
    public IReadOnlyList<string> CbiBeliefs { get; init; } = [];

    /// <summary>
    /// True where the person on record never felt our pulses: then blanking, MEP and CBI follow only the stimulus markers in the
    /// recording, not our own verdicts.
    /// </summary>
    public bool IsOpenLoop { get; init; }

    /// <summary>Markers that begin with this text are stimuli of the recording; null if none are.</summary>
    public string? StimulusMarkerPrefix { get; init; }

    /// <summary>Where the record goes.</summary>
    public required ISessionRecord Record { get; init; }
}
