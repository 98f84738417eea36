using ClosedLoop.Hardware;

namespace ClosedLoop.App;

/// <summary>From an experiment to what the pulse process is told.</summary>
internal static class PulsePlanWiring
{
    /// <summary>Where dose ledgers are kept: one file a subject, across sessions and folders.</summary>
    public static string LedgerFolder(string root) => Path.GetFullPath(Path.Combine(root, "ledgers"));

    public static PulsePlan Plan(Experiment experiment, SessionPlace place, string ledgerFolder, EmulatedPorts? emulated) => new()
    {
        Session = place.Id,
        ProgramVersion = ProgramVersion.Text,
        ExperimentHash = experiment.Sha256(),
        Limits = ExperimentLimits.Settings(experiment),
        Stimulators = [.. experiment.Stimulators.Select(device => Stimulator(experiment, device, emulated))],
        Triggers = [.. experiment.Triggers.Select(trigger => Trigger(trigger, emulated))],
        Outputs =
        [
            .. experiment.Outputs.Select(output => new PlannedOutput(
                output.Setting,
                output.Line,
                output.TriggerToPulse,
                experiment.Triggers.First(trigger => trigger.Name == output.Trigger).Width)),
        ],
        LargestTrain = experiment.Protocol is { } protocol
            ? ProtocolWiring.Conditions(experiment, protocol).Max(condition => condition.Train.PulseCount)
            : 1,
        Folder = place.Path,
        LedgerFolder = ledgerFolder,
        LinkPath = "",
    };

    private static DeviceConfig Stimulator(Experiment experiment, StimulatorSection device, EmulatedPorts? emulated) => device.Kind switch
    {
        StimulatorKind.Magstim200 => Config(device.Name, "magstim200", device.Port, emulated, () => emulated!.Of(experiment, device)),
        StimulatorKind.Simulated => new DeviceConfig(device.Name, "simulated"),
        _ => throw new RefusedException($"There is no driver for the stimulator '{device.Name}'."),
    };

    private static DeviceConfig Trigger(TriggerSection trigger, EmulatedPorts? emulated) => trigger.Kind switch
    {
        TriggerKind.TimerBox => Config(trigger.Name, "timer-box", trigger.Port, emulated, () => emulated!.Box),
        TriggerKind.Simulated => new DeviceConfig(trigger.Name, "simulated"),
        _ => throw new RefusedException($"There is no driver for the trigger '{trigger.Name}'."),
    };

    private static DeviceConfig Config(string name, string kind, string? port, EmulatedPorts? emulated, Func<string> emulatedPort)
    {
        if (port != StimulatorSection.Emulated)
        {
            return new DeviceConfig(name, kind, port ?? "");
        }

        return emulated is not null
            ? new DeviceConfig(name, kind, emulatedPort())
            : throw new RefusedException(
                $"The port of '{name}' is 'emulated', and no virtual world was named; start 'closedloop simulate --folder DIR' and give 'run' its '--world DIR'.");
    }
}
