using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>Admits stimuli and counts what left. What is in doubt is counted.</summary>
internal static class DoseRules
{
    private static readonly Duration _century = Duration.FromSeconds(3.15e9);

    /// <summary>A request for a stimulus: every check, then the train is the running one.</summary>
    public static GateVerdict TakeStimulus(ref GateState state, in GateInput input, ResolvedLimits limits)
    {
        var verdict = RequestRules.Check(state, input, limits);
        if (verdict.IsAdmitted)
        {
            state.RunningRequest = input.Request.Id;
            state.RunningAt = input.Request.At;
            state.RunningTrain = input.Request.Stimulus.Train;
            state.FiredInTrain = 0;
        }

        return verdict;
    }

    /// <summary>A pulse left. One that nobody admitted is counted too, and is the worst that the program can do.</summary>
    public static GateVerdict TakePulse(ref GateState state, in GateInput input, ResolvedLimits limits)
    {
        var train = state.RunningTrain;
        Count(ref state, 1);
        if (!state.IsRunning || input.Pulse < 0 || input.Pulse >= train.PulseCount)
        {
            state.LastPulse = Later(state.LastPulse, input.At);
            return Gate.Fail(ref state, FaultKind.ProgramFault);
        }

        state.FiredInTrain++;
        var pulse = train[input.Pulse];
        var due = state.RunningAt + pulse.Offset;
        state.LastPulse = Later(state.LastPulse, due);
        state.LastOnset = state.RunningAt + train[0].Offset;
        state.SetLastOnsetOf(pulse.Output, due);
        if (TrainPatterns.Of(train, limits) != TrainPattern.Trials)
        {
            state.LastPatternEnd = due + train.InnerPeriod;
        }

        return input.Done > due + limits.Lateness ? Gate.Fail(ref state, FaultKind.FiredLate) : default;
    }

    /// <summary>The running train ended. Pulses that left without having been reported are counted as if they had left just now.</summary>
    public static GateVerdict TakeEnd(ref GateState state, in GateInput input)
    {
        var unreported = (long)input.Pulse - state.FiredInTrain;
        if (unreported > 0)
        {
            Count(ref state, unreported);
            state.LastPulse = Later(state.LastPulse, input.At);
            state.LastOnset = state.LastPulse;
            state.LastPatternEnd = state.LastPulse;
            for (var output = 0; output < DeviceReports.Capacity; output++)
            {
                state.SetLastOnsetOf(output, state.LastPulse);
            }
        }

        var wasRunning = state.IsRunning;
        state.RunningRequest = 0;
        state.RunningAt = default;
        state.RunningTrain = default;
        state.FiredInTrain = 0;
        state.Reserved = 0;
        return wasRunning || unreported <= 0 ? default : Gate.Fail(ref state, FaultKind.ProgramFault);
    }

    /// <summary>The ledger has so many pulses on disk for the next train.</summary>
    public static GateVerdict TakeReservation(ref GateState state, int pulses)
    {
        if (pulses < 0)
        {
            return Gate.Fail(ref state, FaultKind.ProgramFault);
        }

        state.Reserved = state.Phase == GatePhase.Disarmed ? 0 : pulses;
        return default;
    }

    /// <summary>The dose that the ledger knows of: it can only add to what this gate has seen itself.</summary>
    public static GateVerdict TakeHistory(ref GateState state, in GateInput input)
    {
        var history = input.History;
        if (state.Phase != GatePhase.Arming || history.SessionPulses < 0 || history.DayPulses < 0
            || !IsPast(history.LastPulse, input.At) || !IsPast(history.SessionStart, input.At))
        {
            return Gate.Fail(ref state, FaultKind.ProgramFault);
        }

        state.SessionPulses = Math.Max(state.SessionPulses, history.SessionPulses);
        state.DayPulses = Math.Max(state.DayPulses, history.DayPulses);
        state.LastPulse = Later(state.LastPulse, history.LastPulse);
        state.LastOnset = Later(state.LastOnset, history.LastPulse);
        if (!state.SessionStart.IsSet)
        {
            state.SessionStart = history.SessionStart.IsSet ? history.SessionStart : input.At;
        }

        state.HasHistory = true;
        return default;
    }

    // A nonsensical count ends at the largest there is, where every limit refuses.
    private static void Count(ref GateState state, long pulses)
    {
        state.SessionPulses = (int)Math.Min(int.MaxValue, state.SessionPulses + pulses);
        state.DayPulses = (int)Math.Min(int.MaxValue, state.DayPulses + pulses);
    }

    private static bool IsPast(Instant then, Instant now) => !then.IsSet || (then <= now && then > now - _century);

    // The ledger's instants may lie before the clock's zero, which is where "unset" is.
    private static Instant Later(Instant one, Instant other) => !one.IsSet || (other.IsSet && other > one) ? other : one;
}
