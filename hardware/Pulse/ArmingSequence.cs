using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// The order of work between a person's word and an armed session: every device safe; then every device set, read back and compared;
/// then every device energised; then all ready, triggers answering, dose known and reserved. Whatever is missing after a while is a fault.
/// </summary>
/// <remarks>The gate's thread advances it in each turn; nothing allocates.</remarks>
internal sealed class ArmingSequence
{
    private static readonly Duration Patience = Duration.FromSeconds(8);

    private const DeviceFlags WhenReady = DeviceFlags.Answers | DeviceFlags.Ready | DeviceFlags.SettingsConfirmed;

    private readonly FiringFold _fold;
    private readonly StimulatorThread[] _stimulators;
    private readonly ITrigger[] _triggers;
    private Instant _began;
    private StimulatorStage _wanted;

    public ArmingSequence(FiringFold fold, StimulatorThread[] stimulators, ITrigger[] triggers)
    {
        _fold = fold;
        _stimulators = stimulators;
        _triggers = triggers;
    }

    /// <summary>The gate let a request to arm through.</summary>
    public void Begin(Instant at)
    {
        _began = at;
        Want(StimulatorStage.Safe);
    }

    /// <summary>Disarmed: every device is to be safe, now and until the next arming.</summary>
    public void Stop() => Want(StimulatorStage.Safe);

    /// <summary>True when the last step is due: everything is there.</summary>
    public bool IsComplete => _fold.State.Phase == GatePhase.Arming
        && _wanted == StimulatorStage.Energised && AreAllReady() && AreTriggersReady() && IsDoseReserved;

    /// <summary>Takes the next step if the last one is done everywhere.</summary>
    public void Advance(Instant now)
    {
        if (_fold.State.Phase != GatePhase.Arming)
        {
            return;
        }

        foreach (var stimulator in _stimulators)
        {
            if (stimulator.Failure != FaultKind.None)
            {
                _fold.TakeFault(stimulator.Failure, now);
                return;
            }
        }

        if (_wanted < StimulatorStage.Energised && HaveAllReached(_wanted))
        {
            Want(_wanted + 1);
        }

        if (now - _began > Patience)
        {
            _fold.TakeFault(Missing(), now);
        }
    }

    private bool IsDoseReserved => _fold.State.HasHistory && _fold.State.Reserved > 0;

    private FaultKind Missing() => !AreAllReady() ? FaultKind.DeviceFault
        : !AreTriggersReady() ? FaultKind.TriggerFault : FaultKind.LedgerFailed;

    private void Want(StimulatorStage stage)
    {
        _wanted = stage;
        foreach (var stimulator in _stimulators)
        {
            stimulator.Want(stage);
        }
    }

    private bool HaveAllReached(StimulatorStage stage)
    {
        foreach (var stimulator in _stimulators)
        {
            if (stimulator.Reached != stage)
            {
                return false;
            }
        }

        return true;
    }

    // A report from before the device was told to charge cannot say "ready": the flag goes with the stage.
    private bool AreAllReady()
    {
        for (var device = 0; device < _stimulators.Length; device++)
        {
            if (_stimulators[device].Reached != StimulatorStage.Energised
                || (_fold.State.Device(device).Flags & WhenReady) != WhenReady)
            {
                return false;
            }
        }

        return true;
    }

    private bool AreTriggersReady()
    {
        foreach (var trigger in _triggers)
        {
            if (!trigger.IsReady)
            {
                return false;
            }
        }

        return true;
    }
}
