using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>How a session becomes armed, stays so, and ceases to be.</summary>
internal static class ArmingRules
{
    /// <summary>A person asked to arm: what clears by that clears; then nothing may be wrong.</summary>
    public static GateVerdict Begin(ref GateState state, Instant at, ResolvedLimits limits)
    {
        if (state.IsRunning)
        {
            return GateVerdict.Refuse(LimitId.TrainRunning, 0, 1);
        }

        state.Faults = state.Faults.AfterRearming();
        if (!state.Faults.IsEmpty)
        {
            return GateVerdict.Refuse(LimitId.FaultLatched, 0, (int)state.Faults.Worst);
        }

        if (!limits.IsEveryOutputSimulated && !limits.Subject.IsScreened)
        {
            return GateVerdict.Refuse(LimitId.Screening, 1, 0);
        }

        if (state.SessionStart.IsSet && at - state.SessionStart > limits.SessionDuration)
        {
            return TooLong(LimitId.SessionDuration, limits.SessionDuration, at - state.SessionStart);
        }

        Disarm(ref state);
        state.Phase = GatePhase.Arming;
        return GateVerdict.Admit;
    }

    /// <summary>Arming has come to its end: dose known and reserved, every device of an output there and energised.</summary>
    public static GateVerdict Finish(ref GateState state, Instant at, ResolvedLimits limits)
    {
        var verdict = CheckArming(state, at, limits);
        if (verdict.IsRefused)
        {
            Disarm(ref state);
            return verdict with { Disarm = true };
        }

        state.Phase = GatePhase.Armed;
        state.ArmedSince = at;
        return verdict;
    }

    /// <summary>Looks at what happens by time alone: silent devices, time armed, length of the session.</summary>
    public static GateVerdict Tick(ref GateState state, Instant at, ResolvedLimits limits)
    {
        if (state.Phase != GatePhase.Armed)
        {
            return default;
        }

        for (var output = 0; output < limits.Outputs.Count; output++)
        {
            if (DeviceRules.Age(state.Device(limits.Output(output).Device).At, at) > limits.DeviceAge)
            {
                return Gate.Fail(ref state, FaultKind.DeviceSilent);
            }
        }

        var over = at - state.ArmedSince > limits.ArmedDuration || at - state.SessionStart > limits.SessionDuration;
        return over ? Gate.Fail(ref state, FaultKind.TimeOver) : default;
    }

    /// <summary>Disarms. A train that runs stays known until it is reported to have ended, so that its pulses are counted.</summary>
    public static void Disarm(ref GateState state)
    {
        state.Phase = GatePhase.Disarmed;
        state.ArmedSince = default;
        state.HasHistory = false;
        state.Reserved = 0;
    }

    /// <summary>The checks on time that hold for a whole train, up to its last pulse.</summary>
    public static GateVerdict CheckTime(in GateState state, Instant lastPulse, ResolvedLimits limits)
    {
        if (lastPulse - state.SessionStart > limits.SessionDuration)
        {
            return TooLong(LimitId.SessionDuration, limits.SessionDuration, lastPulse - state.SessionStart);
        }

        return lastPulse - state.ArmedSince > limits.ArmedDuration
            ? TooLong(LimitId.ArmedDuration, limits.ArmedDuration, lastPulse - state.ArmedSince)
            : default;
    }

    private static GateVerdict CheckArming(in GateState state, Instant at, ResolvedLimits limits)
    {
        if (state.Phase != GatePhase.Arming)
        {
            return GateVerdict.Refuse(LimitId.NotArmed, 1, 0);
        }

        if (!state.HasHistory || state.Reserved < 1)
        {
            return GateVerdict.Refuse(LimitId.LedgerReserved, state.Reserved, 1);
        }

        for (var output = 0; output < limits.Outputs.Count; output++)
        {
            var verdict = DeviceRules.CheckArmed(state, limits.Output(output), at, limits);
            if (verdict.IsRefused)
            {
                return verdict;
            }
        }

        return GateVerdict.Admit;
    }

    private static GateVerdict TooLong(LimitId limit, Duration allowed, Duration asked) =>
        GateVerdict.Refuse(limit, allowed.TotalSeconds / 60, asked.TotalSeconds / 60);
}
