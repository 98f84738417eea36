using ClosedLoop.Core;
using ClosedLoop.Model;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// Turns onsets of the rule into trials: holds what the protocol knows to be impossible, asks the gate for the rest, and follows each
/// trial to its end. Acquisition thread only; asking allocates nothing but the trial's own record.
/// </summary>
public sealed class TrialRunner : IAction
{
    private const SampleQuality Unusable = SampleQuality.NotFinite | SampleQuality.Blanked | SampleQuality.Contaminated
        | SampleQuality.AfterGap | SampleQuality.Saturated | SampleQuality.Settling;

    /// <summary>How far ahead of our clock a timestamp may be by the error of clock correction.</summary>
    private static readonly Duration ClockTolerance = Duration.FromMilliseconds(5);

    private readonly TrialPlan _plan;
    private readonly IPulseLink _link;
    private readonly Duration _maxAge;
    private readonly Duration _after;
    private readonly IOscillationEstimator? _oscillation;
    private readonly BeliefBoard _board;
    private readonly int _powerSlot;
    private readonly List<Trial> _trials;
    private Trial? _running;
    private Trial? _pending;
    private Instant _earliest;
    private long _lastRequest;

    /// <summary>Makes a runner.</summary>
    /// <param name="plan">Conditions, order and intervals.</param>
    /// <param name="link">The firing side.</param>
    /// <param name="maxAge">The oldest that the newest sample may be.</param>
    /// <param name="after">How long after its sample a pulse is asked for where the rule names no instant of its own.</param>
    /// <param name="board">The beliefs.</param>
    /// <param name="oscillation">The oscillation whose phase is written into the trial; null if none is followed.</param>
    /// <param name="powerBelief">The belief with that oscillation's power percentile; empty if there is none.</param>
    public TrialRunner(
        TrialPlan plan, IPulseLink link, Duration maxAge, Duration after, BeliefBoard board, IOscillationEstimator? oscillation, string powerBelief)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(board);
        _plan = plan;
        _link = link;
        _maxAge = maxAge;
        _after = after;
        _board = board;
        _oscillation = oscillation;
        _powerSlot = board.Find(powerBelief);
        _trials = new List<Trial>(plan.TrialCount);
    }

    /// <summary>The trials so far.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>Whether the session is armed; set by the session.</summary>
    public bool IsArmed { get; internal set; }

    /// <summary>Every trial of the plan has been given and has ended.</summary>
    public bool IsDone => _trials.Count >= _plan.TrialCount && _running is null && _pending is null;

    /// <summary>The earliest instant at which the protocol would ask for the next pulse; unset before the first trial.</summary>
    public Instant Earliest => _earliest;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The link's ring is full: the firing side has stopped taking requests.</exception>
    public ActionResult Act(in Onset onset) => Ask(onset.At.IsSet ? onset : onset with { At = onset.Sample + _after });

    private ActionResult Ask(in Onset onset)
    {
        var reason = ReasonToHold(onset);
        if (reason != HeldReason.None)
        {
            return new ActionResult(DecisionOutcome.Held, reason, 0, -1);
        }

        var condition = _plan.ConditionOf(_trials.Count);
        var request = new PulseRequest
        {
            Kind = PulseRequestKind.Stimulate,
            Id = ++_lastRequest,
            At = onset.At,
            NewestSample = onset.Sample,
            Input = onset.Input,
            Condition = condition,
            Stimulus = Stimulus.Of(_plan.Conditions[condition].Train),
        };
        if (!_link.TryAsk(request))
        {
            // No input of the list says so, so no decision may depend on it; whoever runs the loop ends it, and silence disarms.
            throw new InvalidOperationException("The pulse process has stopped taking requests; the session cannot go on.");
        }

        _pending = Begin(onset, condition);
        return new ActionResult(DecisionOutcome.Asked, HeldReason.None, _lastRequest, condition);
    }

    /// <summary>The firing side is armed anew: a verdict that never came will not come.</summary>
    internal void ForgetPending() => _pending = null;

    /// <summary>A session command of the owner's needs an id from the same sequence.</summary>
    internal long NextRequestId() => ++_lastRequest;

    /// <summary>The request was admitted: the trial runs, and the interval counts from its last pulse.</summary>
    internal Trial? OnAdmitted(long request)
    {
        if (_pending is not { } trial || trial.Request != request)
        {
            return null;
        }

        _pending = null;
        _running = trial;
        _trials.Add(trial);
        var interval = _trials.Count < _plan.TrialCount ? _plan.IntervalBefore(_trials.Count) : Duration.Zero;
        _earliest = trial.Asked + trial.Condition.Train.LastOnset + interval;
        return trial;
    }

    /// <summary>The request was refused: the trial never was, and its condition stays the next.</summary>
    internal void OnRefused(long request)
    {
        if (_pending?.Request == request)
        {
            _pending = null;
        }
    }

    /// <summary>A train ended: the next trial may begin once its interval is over.</summary>
    internal Trial? OnEnded(long request)
    {
        var trial = Find(request);
        if (trial is null)
        {
            return null;
        }

        trial.HasEnded = true;
        if (_running == trial)
        {
            _running = null;
        }

        return trial;
    }

    /// <summary>
    /// The firing side is disarmed: a running trial will not end in any other way. One that was asked waits for its verdict all the same.
    /// </summary>
    internal void Abandon()
    {
        if (_running is { } trial)
        {
            trial.Cause = trial.Cause.Length > 0 ? trial.Cause : "disarmed";
            trial.HasEnded = true;
            _running = null;
        }
    }

    /// <summary>The trial of a request; null if it was never admitted.</summary>
    internal Trial? Find(long request)
    {
        for (var i = _trials.Count - 1; i >= 0; i--)
        {
            if (_trials[i].Request == request)
            {
                return _trials[i];
            }
        }

        return null;
    }

    private HeldReason ReasonToHold(in Onset onset) =>
        !IsArmed ? HeldReason.NotArmed
        : (onset.Quality & Unusable) != 0 ? HeldReason.BadSample
        : _running is not null || _pending is not null ? HeldReason.TrialRunning
        : _trials.Count >= _plan.TrialCount ? HeldReason.NoTrialsLeft
        : onset.At < _earliest ? HeldReason.Interval
        : onset.Taken - onset.Sample > _maxAge ? HeldReason.DataTooOld
        : onset.Sample - onset.Taken > ClockTolerance ? HeldReason.DataFromFuture
        : HeldReason.None;

    private Trial Begin(in Onset onset, int condition) => new()
    {
        Number = _trials.Count + 1,
        Condition = _plan.Conditions[condition],
        Request = _lastRequest,
        Asked = onset.At,
        Age = onset.Taken - onset.Sample,
        Phase = _oscillation?.Forecast(onset.At - onset.Sample)
            ?? new PhaseForecast(double.NaN, 0, double.NaN, double.NaN, onset.At),
        PowerPercentile = _powerSlot >= 0 ? _board[_powerSlot].Value : double.NaN,
    };
}
