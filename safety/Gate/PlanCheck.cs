using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// What of a plan can be judged before anything is armed: the same rules as the gate's, without devices, data or history. An experiment
/// whose limits forbid its own protocol is found by these. Pure functions; they neither allocate nor throw.
/// </summary>
public static class PlanCheck
{
    // Any instant will do: nothing came before.
    private static readonly Instant _someTime = Instant.FromNanoseconds(1);

    /// <summary>Judges one train by itself: form, intensities, the rules of its pattern, its length against the arming's and the session's.</summary>
    public static GateVerdict OfTrain(in PulseTrain train, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!RequestRules.IsSound(train, limits.Outputs.Count))
        {
            return GateVerdict.Refuse(LimitId.RequestForm, 0, 0);
        }

        var isBurst = TrainPatterns.Of(train, limits) == TrainPattern.ThetaBurst;
        for (var k = 0; k < train.GroupSize; k++)
        {
            var pulse = train.InGroup(k);
            var strength = IntensityRules.Check(pulse.Setting, limits.Output(pulse.Output), isBurst, limits);
            if (strength.IsRefused)
            {
                return strength;
            }
        }

        var untouched = new GateState { SessionStart = _someTime, ArmedSince = _someTime };
        var verdict = ArmingRules.CheckTime(untouched, _someTime + train.LastOnset, limits);
        verdict = verdict.IsRefused ? verdict : TrainRules.Check(default, _someTime, train, limits);
        return verdict.IsRefused ? verdict : OfTotal(train.PulseCount, limits);
    }

    /// <summary>Judges the shortest time that the plan leaves between the last pulse of a train and the first of the next.</summary>
    public static GateVerdict OfInterval(Duration lastToFirst, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return lastToFirst < limits.MinimumInterval
            ? GateVerdict.Refuse(LimitId.MinimumInterval, limits.MinimumInterval.TotalSeconds, lastToFirst.TotalSeconds)
            : GateVerdict.Admit;
    }

    /// <summary>Judges all pulses of the plan together.</summary>
    public static GateVerdict OfTotal(long pulses, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (pulses > limits[LimitId.PulsesPerSession])
        {
            return GateVerdict.Refuse(LimitId.PulsesPerSession, limits[LimitId.PulsesPerSession], pulses);
        }

        return pulses > limits[LimitId.PulsesPerDay]
            ? GateVerdict.Refuse(LimitId.PulsesPerDay, limits[LimitId.PulsesPerDay], pulses)
            : GateVerdict.Admit;
    }
}
