using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// Lets one train through at a time, and counts. It folds <see cref="Gate"/> over the numbered inputs, holds the state and the only
/// <see cref="AdmittedTrain"/>, and gives that out on admission alone.
/// </summary>
/// <remarks>
/// One thread calls <see cref="Take"/> (link and gate). <see cref="CheckRelease"/> may be called on another (pulse): it reads one word,
/// by which a disarmed or faulted session stops the next pulse of a running train. Neither allocates, blocks or throws.
/// The train's contents stand still from admission until <see cref="GateInputKind.TrainEnded"/> is taken, which the pulse thread sends
/// when it has let go of it.
/// </remarks>
public sealed class Turnstile
{
    private readonly AdmittedTrain _train = new();
    private GateState _state;
    private long _open;

    /// <summary>A closed turnstile: disarmed, no dose known.</summary>
    public Turnstile(ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        Limits = limits;
    }

    /// <summary>The limits in force.</summary>
    public ResolvedLimits Limits { get; }

    /// <summary>All that the gate remembers now; to be read on the thread that calls <see cref="Take"/>.</summary>
    public ref readonly GateState State => ref _state;

    /// <summary>Takes an input in.</summary>
    /// <param name="input">The next of the numbered list.</param>
    /// <param name="train">The admitted train, if the input asked for a stimulus and every check passed; otherwise null.</param>
    /// <returns>The gate's answer.</returns>
    public GateVerdict Take(in GateInput input, out AdmittedTrain? train)
    {
        train = null;
        var verdict = Gate.Take(ref _state, input, Limits);
        if (verdict.IsAdmitted && input.Kind == GateInputKind.Request && input.Request.Kind == PulseRequestKind.Stimulate)
        {
            _train.Admit(input.Request);
            train = _train;
        }
        else if (!_state.IsRunning)
        {
            _train.Clear();
        }

        Volatile.Write(ref _open, _state.MayFire ? _state.RunningRequest : 0);
        return verdict;
    }

    /// <summary>The last check before a pulse's release, on the pulse thread: still armed, no fault, in time, data young enough.</summary>
    /// <param name="train">The admitted train.</param>
    /// <param name="pulse">Which of its pulses, from 0.</param>
    /// <param name="now">The pulse thread's instant at which the pulse would leave the coil.</param>
    /// <returns>Admitted, or refused with the limit that says no; nothing else changes.</returns>
    public GateVerdict CheckRelease(AdmittedTrain train, int pulse, Instant now)
    {
        ArgumentNullException.ThrowIfNull(train);
        var open = ReferenceEquals(train, _train) && train.Request != 0 && Volatile.Read(ref _open) == train.Request;
        return open ? Gate.CheckRelease(train, pulse, now, Limits) : GateVerdict.Refuse(LimitId.NotArmed, 1, 0);
    }
}
