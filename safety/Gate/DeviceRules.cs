using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What a device's report means: what is a fault, and what must hold before a pulse of it.</summary>
internal static class DeviceRules
{
    private const DeviceFlags WhenArmed =
        DeviceFlags.Answers | DeviceFlags.Energised | DeviceFlags.CoilPresent | DeviceFlags.Remote;

    private const DeviceFlags WhenFired = WhenArmed | DeviceFlags.Ready | DeviceFlags.SettingsConfirmed;

    /// <summary>Takes a report in. In an armed session a silent, faulty or coilless device is a fault; a hot coil always is.</summary>
    public static GateVerdict Take(ref GateState state, in DeviceReport report, ResolvedLimits limits)
    {
        if (report.Device is < 0 or >= DeviceReports.Capacity)
        {
            return Gate.Fail(ref state, FaultKind.ProgramFault);
        }

        if (report.At < state.Device(report.Device).At)
        {
            return default;
        }

        state.SetDevice(report);
        var wasHot = state.Faults.Contains(FaultKind.CoilHot);
        if (IsAnyHotter(state, limits[LimitId.CoilDisarm]))
        {
            return wasHot ? default : Gate.Fail(ref state, FaultKind.CoilHot);
        }

        if (wasHot && !IsAnyHotter(state, limits[LimitId.CoilTemperature]))
        {
            state.Faults = state.Faults.Without(FaultKind.CoilHot);
        }

        return state.Phase == GatePhase.Armed && FaultOf(report, limits) is var fault and not FaultKind.None
            ? Gate.Fail(ref state, fault)
            : default;
    }

    /// <summary>What must hold of an output's device before the session is armed.</summary>
    public static GateVerdict CheckArmed(in GateState state, in OutputLimits output, Instant at, ResolvedLimits limits)
    {
        var report = state.Device(output.Device);
        var verdict = Check(report, WhenArmed, at, limits);
        return verdict.IsRefused ? verdict : CheckTemperature(report, output, limits);
    }

    /// <summary>What must hold of an output's device before a pulse of that setting is admitted.</summary>
    public static GateVerdict CheckPulse(
        in GateState state, in OutputLimits output, PercentMso setting, Instant at, ResolvedLimits limits)
    {
        var report = state.Device(output.Device);
        var verdict = Check(report, WhenFired, at, limits);
        if (verdict.IsRefused)
        {
            return verdict;
        }

        return report.Setting != setting
            ? GateVerdict.Refuse(LimitId.DeviceSetting, report.Setting.TotalPercent, setting.TotalPercent)
            : CheckTemperature(report, output, limits);
    }

    /// <summary>How far two instants lie apart, either way; a day for one that is not set, so that nothing unset is ever fresh.</summary>
    public static Duration Age(Instant then, Instant now) =>
        then.TotalNanoseconds > 0 && now.TotalNanoseconds > 0 ? (now - then).Magnitude : PulseTrain.LongestSpan;

    private static GateVerdict Check(in DeviceReport report, DeviceFlags needed, Instant at, ResolvedLimits limits)
    {
        var age = Age(report.At, at);
        if (age > limits.DeviceAge)
        {
            return GateVerdict.Refuse(LimitId.DeviceReady, limits[LimitId.DeviceReady], age.TotalMilliseconds);
        }

        var isThere = (report.Flags & needed) == needed && (report.Flags & DeviceFlags.Error) == 0;
        return isThere ? default : GateVerdict.Refuse(LimitId.DeviceReady, limits[LimitId.DeviceReady], double.NaN);
    }

    private static GateVerdict CheckTemperature(in DeviceReport report, in OutputLimits output, ResolvedLimits limits)
    {
        var isFine = double.IsNaN(report.CoilCelsius)
            ? output.MayBeUnmonitored
            : report.CoilCelsius <= limits[LimitId.CoilTemperature];
        return isFine
            ? default
            : GateVerdict.Refuse(LimitId.CoilTemperature, limits[LimitId.CoilTemperature], report.CoilCelsius);
    }

    private static bool IsAnyHotter(in GateState state, double celsius)
    {
        for (var device = 0; device < DeviceReports.Capacity; device++)
        {
            if (state.Device(device).CoilCelsius > celsius)
            {
                return true;
            }
        }

        return false;
    }

    private static FaultKind FaultOf(in DeviceReport report, ResolvedLimits limits)
    {
        if (!IsInUse(report.Device, limits))
        {
            return FaultKind.None;
        }

        if ((report.Flags & DeviceFlags.Answers) == 0)
        {
            return FaultKind.DeviceSilent;
        }

        var isBroken = (report.Flags & DeviceFlags.Error) != 0 || (report.Flags & DeviceFlags.CoilPresent) == 0;
        return isBroken ? FaultKind.DeviceFault : FaultKind.None;
    }

    private static bool IsInUse(int device, ResolvedLimits limits)
    {
        for (var output = 0; output < limits.Outputs.Count; output++)
        {
            if (limits.Output(output).Device == device)
            {
                return true;
            }
        }

        return false;
    }
}
