using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>Gets trains admitted, the only way there is: through the gate.</summary>
internal sealed class Admission
{
    private readonly PercentMso[] _devices;
    private long _number;
    private long _id;

    public Admission(ResolvedLimits? limits = null, PercentMso[]? devices = null)
    {
        Turnstile = new Turnstile(limits ?? Sessions.Limits((LimitId.HorizonFar, 500), (LimitId.ReleaseAge, 600)));
        _devices = devices ?? Sessions.Devices;
    }

    public Turnstile Turnstile { get; }

    /// <summary>Arms, and asks for a train.</summary>
    public AdmittedTrain Admit(in PulseTrain train, Instant at, Instant now)
    {
        Arm(now);
        var request = Sessions.Stimulate(++_id, at, now, train);
        var verdict = Turnstile.Take(GateInput.OfRequest(++_number, now, request), out var admitted);
        Assert.True(verdict.IsAdmitted, LimitText.Sentence(verdict, Turnstile.Limits));
        return admitted!;
    }

    public GateVerdict Disarm(Instant now) => Turnstile.Take(GateInput.OfRequest(++_number, now, Sessions.Disarm(++_id)), out _);

    /// <summary>Tells the gate that the whole train left, and reserves the next.</summary>
    public void End(AdmittedTrain train, Instant now)
    {
        for (var k = 0; k < train.Train.PulseCount; k++)
        {
            Take(GateInput.OfPulseDone(++_number, now, k, train.At + train.Train[k].Offset));
        }

        Take(GateInput.OfTrainEnded(++_number, now, train.Train.PulseCount));
        Take(GateInput.OfReserved(++_number, now, 600));
    }

    private void Arm(Instant now)
    {
        if (Turnstile.State.Phase == GatePhase.Armed)
        {
            Report(now);
            return;
        }

        Take(GateInput.OfRequest(++_number, now, Sessions.Arm(++_id)));
        Report(now);
        Take(GateInput.OfHistory(++_number, now, default));
        Take(GateInput.OfReserved(++_number, now, 600));
        Take(GateInput.OfKind(++_number, now, GateInputKind.ArmingDone));
        Assert.Equal(GatePhase.Armed, Turnstile.State.Phase);
    }

    private void Report(Instant now)
    {
        const DeviceFlags Ready = DeviceFlags.Answers | DeviceFlags.Energised | DeviceFlags.Ready | DeviceFlags.CoilPresent
            | DeviceFlags.Remote | DeviceFlags.SettingsConfirmed | DeviceFlags.Simulated;
        for (var device = 0; device < _devices.Length; device++)
        {
            Take(GateInput.OfDevice(++_number, now, new DeviceReport(device, Ready, _devices[device], 25, now)));
        }
    }

    private void Take(GateInput input) => Turnstile.Take(input, out _);
}
