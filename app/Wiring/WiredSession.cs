using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>
/// An experiment wired to its streams and ends: the one place where conditioning, models, rule, protocol and record are put together, the
/// same for live runs, replays and virtual sessions.
/// </summary>
internal sealed class WiredSession : IDisposable
{
    /// <summary>The most frames of one block that the pipelines take.</summary>
    public const int BlockCapacity = 4096;

    private readonly List<ConditioningWiring> _conditioning = [];

    /// <summary>Wires an experiment.</summary>
    /// <param name="experiment">The resolved experiment.</param>
    /// <param name="streams">What each of its streams turned out to be, in its order.</param>
    /// <param name="ends">What the session is plugged into.</param>
    /// <exception cref="RefusedException">A stream does not offer what the experiment needs.</exception>
    public WiredSession(Experiment experiment, IReadOnlyList<StreamInfo> streams, SessionEnds ends)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(ends);
        var pipelines = experiment.Streams.Select((stream, index) => Conditioning(experiment, stream, streams[index])).ToList();
        var clock = experiment.StreamIndex(experiment.ClockStream);
        Models = new ModelWiring(experiment, Board, name => pipelines[experiment.StreamIndex(name)]?.Output).Build();
        Rule = RuleWiring.Build(experiment.Rule, Board, Models, (pipelines[clock]?.Output ?? streams[clock]).NominalRate);
        var plan = experiment.Protocol is { } protocol ? ProtocolWiring.Plan(experiment, protocol) : null;
        Conditions = plan?.Conditions ?? [];
        Trials = plan is null ? null : new TrialRunner(plan, ends.Link, experiment.MaxAge, After(experiment), Board, Oscillation, PowerBelief);
        Record = ends.Record(new DecisionLines(Rule, Board, Conditions));
        Thinking = new Thinking(new ThinkingPlan
        {
            Streams = [.. streams.Select((info, index) => Plan(experiment, index, info, pipelines[index]))],
            ClockStream = clock,
            Board = Board,
            Rule = Rule,
            Trials = Trials,
            Action = Action(experiment),
            Link = ends.Link,
            Commands = ends.Commands,
            SideLane = ends.SideLane,
            Faults = ends.Faults,
            SideTasks = [.. Models.Select(model => model.Fit).OfType<ISideTask>()],
            MarkSinks = [.. _conditioning.SelectMany(wiring => wiring.MarkSinks), .. Models.Select(model => model.Marks).OfType<IMarkSink>()],
            Meps = Models.Select(model => model.Meps).FirstOrDefault(meps => meps is not null),
            Learner = Models.Select(model => model.Learner).FirstOrDefault(learner => learner is not null),
            CbiBeliefs = CbiBeliefs(experiment),
            IsOpenLoop = ends.IsOpenLoop,
            StimulusMarkerPrefix = experiment.Streams.Select(stream => stream.StimulusPrefix).FirstOrDefault(prefix => prefix is not null),
            Record = Record,
        });
    }

    /// <summary>The beliefs.</summary>
    public BeliefBoard Board { get; } = new();

    /// <summary>The estimators.</summary>
    public IReadOnlyList<WiredModel> Models { get; }

    /// <summary>The rule.</summary>
    public Rule Rule { get; }

    /// <summary>The protocol's conditions; none for feedback.</summary>
    public IReadOnlyList<Condition> Conditions { get; }

    /// <summary>The trials; null for feedback.</summary>
    public TrialRunner? Trials { get; }

    /// <summary>The fold.</summary>
    public Thinking Thinking { get; }

    /// <summary>Where the record goes.</summary>
    public ISessionRecord Record { get; }

    /// <summary>The feedback's ring; null where the action stimulates.</summary>
    public FeedbackRing? Feedback { get; private set; }

    /// <summary>The unit of what is fed back.</summary>
    public string FeedbackUnit { get; private set; } = "";

    /// <summary>The first oscillation of the experiment; null if none is followed.</summary>
    public IOscillationEstimator? Oscillation => Models.Select(model => model.Oscillation).FirstOrDefault(o => o is not null);

    /// <inheritdoc/>
    public void Dispose() => Thinking.Dispose();

    private string PowerBelief => Models.FirstOrDefault(model => model.Oscillation is not null) is { } model
        ? $"{model.Name}.power_percentile"
        : "";

    private ConditioningWiring? Conditioning(Experiment experiment, StreamSection stream, StreamInfo info)
    {
        if (experiment.Conditioning.FirstOrDefault(section => section.Stream == stream.Name) is not { } section)
        {
            return null;
        }

        var wiring = new ConditioningWiring(section, stream, info, BlockCapacity);
        _conditioning.Add(wiring);
        return wiring;
    }

    private StreamPlan Plan(Experiment experiment, int index, StreamInfo info, ConditioningWiring? pipeline)
    {
        var name = experiment.Streams[index].Name;
        var estimators = Models.Where(model => (model.Stream ?? experiment.ClockStream) == name)
            .Select(model => model.Estimator).OfType<IFrameEstimator>();
        return new StreamPlan(info, raw => pipeline?.Through(raw) ?? raw, [.. estimators]);
    }

    private IAction Action(Experiment experiment)
    {
        if (experiment.Action is not FeedbackAction feedback)
        {
            return Trials ?? throw new RefusedException("The action stimulates, but the experiment has no 'protocol'; add one.");
        }

        Feedback = new FeedbackRing(1024);
        FeedbackUnit = Board.Find(feedback.Of) is var slot and >= 0 ? Board.Infos[slot].Unit : "";
        return new Control.FeedbackAction(Board, feedback.Of, Feedback);
    }

    private static Duration After(Experiment experiment) => experiment.Action is StimulateAction stimulate ? stimulate.After : Duration.Zero;

    private static IReadOnlyList<string> CbiBeliefs(Experiment experiment) =>
        experiment.Models.OfType<CbiSection>().FirstOrDefault() is { } cbi
            ? [$"{cbi.Name}.ratio", $"{cbi.Name}.low", $"{cbi.Name}.high"]
            : [];
}
