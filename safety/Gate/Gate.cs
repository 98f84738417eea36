using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// The gate: what it answers to an input follows from the state, the input and the limits, and from nothing else. No clock inside, no
/// I/O; it neither allocates nor throws, whatever the bytes of a request are. Whatever is not understood is refused.
/// </summary>
public static class Gate
{
    /// <summary>Takes one input in and moves the state on.</summary>
    public static GateVerdict Take(ref GateState state, in GateInput input, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        state.LastInput = input.Number;
        return input.Kind switch
        {
            GateInputKind.None => default,
            GateInputKind.Request => TakeRequest(ref state, input, limits),
            GateInputKind.Device => DeviceRules.Take(ref state, input.Device, limits),
            GateInputKind.Interlock => TakeInterlock(ref state, input.Closed),
            GateInputKind.BeatMissed => Fail(ref state, FaultKind.ControllerSilent),
            GateInputKind.PulseDone => DoseRules.TakePulse(ref state, input, limits),
            GateInputKind.TrainEnded => DoseRules.TakeEnd(ref state, input),
            GateInputKind.Reserved => DoseRules.TakeReservation(ref state, input.Pulse),
            GateInputKind.Fault => Fail(ref state, input.Fault),
            GateInputKind.History => DoseRules.TakeHistory(ref state, input),
            GateInputKind.ArmingDone => ArmingRules.Finish(ref state, input.At, limits),
            GateInputKind.Tick => ArmingRules.Tick(ref state, input.At, limits),
            _ => Fail(ref state, FaultKind.ProgramFault),
        };
    }

    /// <summary>
    /// The last check before a pulse of an admitted train is released: in time, and for the first pulse the newest sample behind the
    /// decision not too old by now. (Later pulses of a train are as old as it has run.)
    /// Whether the session is still armed is asked of <see cref="Turnstile.CheckRelease"/>.
    /// </summary>
    /// <param name="train">The admitted train.</param>
    /// <param name="pulse">Which of its pulses, from 0.</param>
    /// <param name="now">When the pulse would leave the coil if released now.</param>
    /// <param name="limits">The limits in force.</param>
    public static GateVerdict CheckRelease(AdmittedTrain train, int pulse, Instant now, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(limits);
        var pulses = train.Train;
        if (pulse < 0 || pulse >= pulses.PulseCount)
        {
            return GateVerdict.Refuse(LimitId.RequestForm, pulses.PulseCount, pulse);
        }

        var late = now - (train.At + pulses[pulse].Offset);
        if (late > limits.Lateness)
        {
            return GateVerdict.Refuse(LimitId.Lateness, limits.Lateness.TotalMilliseconds, late.TotalMilliseconds);
        }

        var age = now - train.NewestSample;
        return pulse == 0 && age > limits.ReleaseAge
            ? GateVerdict.Refuse(LimitId.ReleaseAge, limits[LimitId.ReleaseAge], age.TotalMilliseconds)
            : GateVerdict.Admit;
    }

    /// <summary>Pulses left before the session or the day refuses, 0 or more; for the operator's screen.</summary>
    public static int PulsesLeft(in GateState state, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var session = limits[LimitId.PulsesPerSession] - state.SessionPulses;
        var day = limits[LimitId.PulsesPerDay] - state.DayPulses;
        return (int)Math.Max(0, Math.Min(session, day));
    }

    /// <summary>Latches a fault and disarms; the verdict names this fault, the state keeps the worst.</summary>
    internal static GateVerdict Fail(ref GateState state, FaultKind fault)
    {
        // An input that says "fault" and names none is one that this program does not know.
        var named = fault == FaultKind.None ? FaultKind.ProgramFault : fault;
        state.Faults = state.Faults.With(named);
        state.FaultCount = Math.Min(state.FaultCount, int.MaxValue - 1) + 1;
        ArmingRules.Disarm(ref state);
        return GateVerdict.Disarmed(named);
    }

    private static GateVerdict TakeRequest(ref GateState state, in GateInput input, ResolvedLimits limits)
    {
        var isNew = input.Request.Id > state.LastRequest;
        state.LastRequest = Math.Max(state.LastRequest, input.Request.Id);
        switch (input.Request.Kind)
        {
            case PulseRequestKind.Disarm when input.Request.Fault != FaultKind.None:
                return Fail(ref state, input.Request.Fault);
            case PulseRequestKind.Disarm:
                ArmingRules.Disarm(ref state);
                return GateVerdict.Disarmed(FaultKind.None);
            case PulseRequestKind.Shutdown:
                state.Faults = state.Faults.With(FaultKind.Terminated);
                ArmingRules.Disarm(ref state);
                return GateVerdict.Disarmed(FaultKind.None);
            case PulseRequestKind.Arm when isNew:
                return ArmingRules.Begin(ref state, input.At, limits);
            case PulseRequestKind.Stimulate when isNew:
                return DoseRules.TakeStimulus(ref state, input, limits);
            default:
                return GateVerdict.Refuse(LimitId.RequestForm, state.LastRequest + 1, input.Request.Id);
        }
    }

    private static GateVerdict TakeInterlock(ref GateState state, bool closed)
    {
        state.InterlockOpen = !closed;
        if (!closed)
        {
            return Fail(ref state, FaultKind.InterlockOpen);
        }

        state.Faults = state.Faults.Without(FaultKind.InterlockOpen);
        return default;
    }
}
