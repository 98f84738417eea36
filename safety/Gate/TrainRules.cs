using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>The rules of time between and within trains.</summary>
internal static class TrainRules
{
    private static readonly Duration Second = Duration.FromSeconds(1);
    private static readonly Duration SharedClock = Duration.FromMilliseconds(100);

    public static GateVerdict Check(in GateState state, Instant at, in PulseTrain train, ResolvedLimits limits)
    {
        var pattern = TrainPatterns.Of(train, limits);
        var run = pattern == TrainPattern.Repetitive ? LimitId.PulsesPerRepetitiveRun : LimitId.PulsesPerRun;
        if (train.PulseCount > limits[run])
        {
            return GateVerdict.Refuse(run, limits[run], train.PulseCount);
        }

        var verdict = CheckSinceLast(state, at + train.InGroup(0).Offset, pattern, limits);
        verdict = verdict.IsRefused ? verdict : pattern switch
        {
            TrainPattern.Repetitive => RepetitiveRules.Check(train, limits),
            TrainPattern.ThetaBurst => CheckGap(train, limits),
            _ => CheckTrials(train, limits),
        };
        return verdict.IsRefused ? verdict : CheckRecharge(state, at, train, limits);
    }

    /// <summary>The gap between the trains of one request: from the end of the last period to the next train's first pulse.</summary>
    public static GateVerdict CheckGap(in PulseTrain train, ResolvedLimits limits)
    {
        var gap = train.OuterPeriod - (train.InnerPeriod * train.InnerCount);
        return train.OuterCount > 1 && gap < limits.TrainGap
            ? GateVerdict.Refuse(LimitId.TrainGap, limits.TrainGap.TotalSeconds, gap.TotalSeconds)
            : default;
    }

    private static GateVerdict CheckSinceLast(in GateState state, Instant first, TrainPattern pattern, ResolvedLimits limits)
    {
        if (state.LastPulse.IsSet && first - state.LastPulse < limits.MinimumInterval)
        {
            return TooShort(LimitId.MinimumInterval, limits.MinimumInterval, first - state.LastPulse);
        }

        if (state.LastOnset.IsSet && first - state.LastOnset < limits.LeastOnsetToOnset)
        {
            var asked = first > state.LastOnset ? 1 / (first - state.LastOnset).TotalSeconds : double.NaN;
            return GateVerdict.Refuse(LimitId.TriggerRate, limits[LimitId.TriggerRate], asked);
        }

        var isPattern = pattern != TrainPattern.Trials && state.LastPatternEnd.IsSet;
        return isPattern && first - state.LastPatternEnd < limits.TrainGap
            ? TooShort(LimitId.TrainGap, limits.TrainGap, first - state.LastPatternEnd)
            : default;
    }

    /// <summary>
    /// Outside approved patterns: pulses less than a second after the first of their trial belong to it, and there are at most 2 of
    /// them; between trials lies the least interval. Outputs closer than 100 ms share one clock.
    /// </summary>
    private static GateVerdict CheckTrials(in PulseTrain train, ResolvedLimits limits)
    {
        var most = limits[LimitId.PulsesPerSecond];
        var previous = train[0];
        var trialOnset = previous.Offset;
        var inTrial = 1;
        for (var k = 1; k < train.PulseCount; k++)
        {
            var pulse = train[k];
            var gap = pulse.Offset - previous.Offset;
            if (pulse.Offset - trialOnset < Second)
            {
                inTrial++;
            }
            else if (gap < limits.MinimumInterval)
            {
                return TooShort(LimitId.MinimumInterval, limits.MinimumInterval, gap);
            }
            else if (pulse.Offset - trialOnset < limits.LeastOnsetToOnset)
            {
                var rate = 1 / (pulse.Offset - trialOnset).TotalSeconds;
                return GateVerdict.Refuse(LimitId.TriggerRate, limits[LimitId.TriggerRate], rate);
            }
            else
            {
                trialOnset = pulse.Offset;
                inTrial = 1;
            }

            if (inTrial > most)
            {
                return GateVerdict.Refuse(LimitId.PulsesPerSecond, most, inTrial);
            }

            if (gap < SharedClock && !ShareClock(previous.Output, pulse.Output, limits))
            {
                return GateVerdict.Refuse(LimitId.SharedTrigger, SharedClock.TotalMilliseconds, gap.TotalMilliseconds);
            }

            previous = pulse;
        }

        return default;
    }

    private static bool ShareClock(int one, int other, ResolvedLimits limits)
    {
        if (one == other || limits.IsHostTimingAccepted)
        {
            return true;
        }

        ref readonly var first = ref limits.Output(one);
        ref readonly var second = ref limits.Output(other);
        return first.Trigger == second.Trigger && first.IsDeviceTimed && second.IsDeviceTimed;
    }

    private static GateVerdict CheckRecharge(in GateState state, Instant at, in PulseTrain train, ResolvedLimits limits)
    {
        var last = default(OutputInstants);
        for (var output = 0; output < limits.Outputs.Count; output++)
        {
            last[output] = state.LastOnsetOf(output);
        }

        for (var k = 0; k < train.PulseCount; k++)
        {
            var pulse = train[k];
            var onset = at + pulse.Offset;
            var recharge = limits.Output(pulse.Output).Recharge;
            if (last[pulse.Output].IsSet && onset - last[pulse.Output] < recharge)
            {
                return TooShort(LimitId.DeviceRecharge, recharge, onset - last[pulse.Output]);
            }

            last[pulse.Output] = onset;
        }

        return default;
    }

    private static GateVerdict TooShort(LimitId limit, Duration least, Duration asked) =>
        GateVerdict.Refuse(limit, least.TotalSeconds, asked.TotalSeconds);
}
