using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// The checks of a request for a stimulus, in their fixed order; the whole train is judged before any of it is admitted, and the first
/// limit that fails is the verdict.
/// </summary>
internal static class RequestRules
{
    public static GateVerdict Check(in GateState state, in GateInput input, ResolvedLimits limits)
    {
        var stimulus = input.Request.Stimulus;
        if (stimulus.Kind == StimulusKind.Current)
        {
            var current = CurrentRules.Check(stimulus.Current, limits);
            return current.IsRefused ? current : GateVerdict.Refuse(LimitId.RequestForm, 0, 1);
        }

        var train = stimulus.Train;
        if (stimulus.Kind != StimulusKind.Pulses || !IsSound(train, limits.Outputs.Count))
        {
            return GateVerdict.Refuse(LimitId.RequestForm, 0, 0);
        }

        var verdict = CheckSession(state);
        verdict = verdict.IsRefused ? verdict : CheckMoment(input, train, limits);
        verdict = verdict.IsRefused ? verdict : ArmingRules.CheckTime(state, input.Request.At + train.LastOnset, limits);
        verdict = verdict.IsRefused ? verdict : CheckGroup(state, input.At, train, limits);
        verdict = verdict.IsRefused ? verdict : TrainRules.Check(state, input.Request.At, train, limits);
        verdict = verdict.IsRefused ? verdict : CheckDose(state, train.PulseCount, limits);
        return verdict.IsRefused ? verdict : GateVerdict.Admit;
    }

    /// <summary>True for a train that could have been made, of outputs that there are, at settings that a stimulator has.</summary>
    public static bool IsSound(in PulseTrain train, int outputs)
    {
        if (!train.IsSound)
        {
            return false;
        }

        for (var k = 0; k < train.GroupSize; k++)
        {
            var pulse = train.InGroup(k);
            var percent = pulse.Setting.TotalPercent;
            if (pulse.Output < 0 || pulse.Output >= outputs || !(percent > 0 && percent <= 100))
            {
                return false;
            }
        }

        return true;
    }

    private static GateVerdict CheckSession(in GateState state)
    {
        if (!state.Faults.IsEmpty)
        {
            return GateVerdict.Refuse(LimitId.FaultLatched, 0, (int)state.Faults.Worst);
        }

        if (state.Phase != GatePhase.Armed)
        {
            return GateVerdict.Refuse(LimitId.NotArmed, 1, 0);
        }

        return state.IsRunning ? GateVerdict.Refuse(LimitId.TrainRunning, 0, 1) : default;
    }

    // The two instants come from another process: they are compared before they are subtracted, so that no bytes can overflow.
    private static GateVerdict CheckMoment(in GateInput input, in PulseTrain train, ResolvedLimits limits)
    {
        var age = DeviceRules.Age(input.Request.NewestSample, input.At);
        if (age > limits.DataAge)
        {
            return GateVerdict.Refuse(LimitId.DataAge, limits[LimitId.DataAge], age.TotalMilliseconds);
        }

        if (input.Request.At <= input.At)
        {
            var late = input.Request.At.IsSet ? -DeviceRules.Age(input.Request.At, input.At).TotalMilliseconds : double.NaN;
            return GateVerdict.Refuse(LimitId.Horizon, limits[LimitId.Horizon], late);
        }

        if (input.Request.At > input.At + PulseTrain.LongestSpan)
        {
            return GateVerdict.Refuse(LimitId.HorizonFar, limits[LimitId.HorizonFar], PulseTrain.LongestSpan.TotalMilliseconds);
        }

        var ahead = input.Request.At - input.At;
        var far = ahead + train.InGroup(0).Offset;
        if (far > limits.HorizonFar)
        {
            return GateVerdict.Refuse(LimitId.HorizonFar, limits[LimitId.HorizonFar], far.TotalMilliseconds);
        }

        var ageAtRelease = input.At + far - input.Request.NewestSample;
        return ageAtRelease > limits.ReleaseAge
            ? GateVerdict.Refuse(LimitId.ReleaseAge, limits[LimitId.ReleaseAge], ageAtRelease.TotalMilliseconds)
            : CheckHorizon(ahead, train, limits);
    }

    private static GateVerdict CheckHorizon(Duration ahead, in PulseTrain train, ResolvedLimits limits)
    {
        for (var k = 0; k < train.GroupSize; k++)
        {
            var pulse = train.InGroup(k);
            var least = limits.Output(pulse.Output).LeastHorizon;
            least = least > limits.Horizon ? least : limits.Horizon;
            if (ahead + pulse.Offset < least)
            {
                return GateVerdict.Refuse(LimitId.Horizon, least.TotalMilliseconds, (ahead + pulse.Offset).TotalMilliseconds);
            }
        }

        return default;
    }

    /// <summary>Devices and intensities; every repetition has the group's settings, so the group is enough.</summary>
    private static GateVerdict CheckGroup(in GateState state, Instant at, in PulseTrain train, ResolvedLimits limits)
    {
        var isBurst = TrainPatterns.Of(train, limits) == TrainPattern.ThetaBurst;
        for (var k = 0; k < train.GroupSize; k++)
        {
            var pulse = train.InGroup(k);
            ref readonly var output = ref limits.Output(pulse.Output);
            var verdict = DeviceRules.CheckPulse(state, output, pulse.Setting, at, limits);
            verdict = verdict.IsRefused ? verdict : IntensityRules.Check(pulse.Setting, output, isBurst, limits);
            if (verdict.IsRefused)
            {
                return verdict;
            }
        }

        return default;
    }

    private static GateVerdict CheckDose(in GateState state, int pulses, ResolvedLimits limits)
    {
        var session = (long)state.SessionPulses + pulses;
        if (session > limits[LimitId.PulsesPerSession])
        {
            return GateVerdict.Refuse(LimitId.PulsesPerSession, limits[LimitId.PulsesPerSession], session);
        }

        var day = (long)state.DayPulses + pulses;
        if (day > limits[LimitId.PulsesPerDay])
        {
            return GateVerdict.Refuse(LimitId.PulsesPerDay, limits[LimitId.PulsesPerDay], day);
        }

        return pulses > state.Reserved ? GateVerdict.Refuse(LimitId.LedgerReserved, state.Reserved, pulses) : default;
    }
}
