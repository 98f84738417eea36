using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// Plays a protocol through the very gate that will judge it, on a virtual clock, with ideal devices and each trial as early as
/// the plan
/// allows: what is refused here would be refused in every session.
/// </summary>
internal sealed class ProtocolRehearsal : IDisposable
{
    private readonly InProcessPulseLink _link;
    private readonly Duration _lead;
    private readonly Duration _age;
    private Instant _now = Instant.FromSeconds(1);
    private long _request;
    private bool _isArmed;
    private PulseAnswer? _refusal;

    private ProtocolRehearsal(Experiment experiment)
    {
        var settings = ExperimentLimits.Settings(experiment);
        var limits = (settings with { Outputs = [.. settings.Outputs.Select(o => o with { IsSimulated = true })] }).Resolve();
        var clock = experiment.Streams[experiment.StreamIndex(experiment.ClockStream)];
        var horizon = experiment.Rule.SelfAndInner.OfType<PhaseRule>().FirstOrDefault()?.Horizon;
        _age = clock.TransportDelay;
        _lead = horizon is { } h ? h - _age : ((StimulateAction)experiment.Action).After;
        _link = new InProcessPulseLink(limits, ExperimentLimits.DeviceSettings(experiment), _now);
    }

    /// <summary>The first refusal with the number of its trial, from 1; null if every trial is admitted.</summary>
    /// <exception cref="LimitException">The experiment's limits cannot be resolved.</exception>
    public static (int Trial, PulseAnswer Refusal)? FirstRefusal(Experiment experiment, ProtocolSection protocol)
    {
        using var rehearsal = new ProtocolRehearsal(experiment);
        var plan = ProtocolWiring.Plan(experiment, protocol);
        var lastPulse = rehearsal._now;
        for (var trial = 0; trial < plan.TrialCount; trial++)
        {
            var train = plan.Conditions[plan.ConditionOf(trial)].Train;
            var at = lastPulse + plan.IntervalBefore(trial);
            if (rehearsal.Try(train, at) is { } refusal)
            {
                return (trial + 1, refusal);
            }

            lastPulse = at + train.LastOnset;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _link.Dispose();

    private PulseAnswer? Try(in PulseTrain train, Instant at)
    {
        MoveTo(at - _lead);
        Arm();
        Ask(PulseRequestKind.Stimulate, at, Stimulus.Of(train));
        if (_refusal is { Limit: LimitId.ArmedDuration })
        {
            // A person arms again when the time armed is over; only the session's own end is final.
            _refusal = null;
            Ask(PulseRequestKind.Disarm, default, default);
            Arm();
            Ask(PulseRequestKind.Stimulate, at, Stimulus.Of(train));
        }

        if (_refusal is null)
        {
            MoveTo(at + train.LastOnset + Duration.FromMilliseconds(1));
        }

        return _refusal;
    }

    private void Arm()
    {
        if (!_isArmed)
        {
            Ask(PulseRequestKind.Arm, default, default);
        }
    }

    private void Ask(PulseRequestKind kind, Instant at, Stimulus stimulus)
    {
        if (_refusal is not null)
        {
            return;
        }

        _link.TryAsk(new PulseRequest { Kind = kind, Id = ++_request, At = at, NewestSample = _now - _age, Stimulus = stimulus });
        TakeAnswers();
    }

    private void MoveTo(Instant now)
    {
        // In small steps, so that the ring of answers never fills.
        while (_now < now)
        {
            var step = _now + Duration.FromSeconds(10);
            _now = step < now ? step : now;
            _link.AdvanceTo(_now);
            TakeAnswers();
        }
    }

    private void TakeAnswers()
    {
        while (_link.TryTake(out var answer))
        {
            switch (answer.Kind)
            {
                case PulseAnswerKind.Armed:
                    _isArmed = true;
                    break;
                case PulseAnswerKind.Disarmed:
                    _isArmed = false;
                    break;
                case PulseAnswerKind.Refused:
                    _refusal ??= answer;
                    break;
            }
        }
    }
}
