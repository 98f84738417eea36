using System.Text.Json;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// All that the pulse process is told before it starts: who it is, what it drives, within which limits, where it writes. Written as a
/// file by the thinking side; the limits are resolved again from it, and the hash of what came out crosses the link.
/// </summary>
public sealed record PulsePlan
{
    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>The program's version; the other side must have the same.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>SHA-256 of the resolved experiment, as hexadecimal text; part of the handshake.</summary>
    public required string ExperimentHash { get; init; }

    /// <summary>The limits as the experiment sets them, with its outputs and its subject.</summary>
    public required LimitSettings Limits { get; init; }

    /// <summary>The stimulators, by the index that outputs and reports use.</summary>
    public required IReadOnlyList<DeviceConfig> Stimulators { get; init; }

    /// <summary>The triggers, by the index that outputs use.</summary>
    public required IReadOnlyList<DeviceConfig> Triggers { get; init; }

    /// <summary>One for each output of the limits, in the same order.</summary>
    public required IReadOnlyList<PlannedOutput> Outputs { get; init; }

    /// <summary>Pulses of the largest train that the experiment can ask for: what the ledger reserves.</summary>
    public required int LargestTrain { get; init; }

    /// <summary>The session's folder: <c>gate.jsonl</c> is written there.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder of the dose ledgers.</summary>
    public required string LedgerFolder { get; init; }

    /// <summary>The file of the shared memory.</summary>
    public required string LinkPath { get; init; }

    /// <summary>The thinking process: when it has gone, this one disarms and ends; 0 for none.</summary>
    public int ParentProcess { get; init; }

    /// <summary>What both sides must agree on.</summary>
    public LinkIdentity Identity() => Identity(Limits.Resolve());

    /// <summary>What both sides must agree on, with limits that were resolved already.</summary>
    public LinkIdentity Identity(ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new LinkIdentity(ProgramVersion, Session, ExperimentHash, Convert.ToHexStringLower(limits.Hash));
    }

    /// <summary>What each stimulator is set to: the setting of the outputs that use it.</summary>
    /// <exception cref="ArgumentException">Two outputs want different settings of one stimulator, or one is used by none.</exception>
    public IReadOnlyList<Core.PercentMso> DeviceSettings()
    {
        var settings = new Core.PercentMso[Stimulators.Count];
        for (var device = 0; device < settings.Length; device++)
        {
            var own = Limits.Outputs.Zip(Outputs).Where(o => o.First.Device == device).Select(o => o.Second.Setting).Distinct().ToArray();
            settings[device] = own.Length == 1
                ? own[0]
                : throw new ArgumentException(
                    $"Stimulator '{Stimulators[device].Name}' must have one setting from its outputs; it has {own.Length}.");
        }

        return settings;
    }

    /// <summary>Writes the plan as JSON.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, PlanJson.Options) + "\n");

    /// <summary>Reads a plan and checks that its lists fit together.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">It is not a plan.</exception>
    /// <exception cref="ArgumentException">An output names a stimulator or a trigger that is not there.</exception>
    public static PulsePlan Read(string path)
    {
        var plan = JsonSerializer.Deserialize<PulsePlan>(File.ReadAllText(path), PlanJson.Options)
            ?? throw new JsonException($"{path} holds no plan.");
        plan.Check();
        return plan;
    }

    /// <summary>Checks that the lists fit together.</summary>
    /// <exception cref="ArgumentException">An output names a stimulator or a trigger that is not there, or a train has no pulse.</exception>
    public void Check()
    {
        if (Outputs.Count != Limits.Outputs.Count)
        {
            throw new ArgumentException($"The plan wires {Outputs.Count} outputs; the limits know {Limits.Outputs.Count}.");
        }

        if (LargestTrain < 1)
        {
            throw new ArgumentException($"The largest train has {LargestTrain} pulses; it must have at least one.");
        }

        foreach (var output in Limits.Outputs)
        {
            if (output.Device >= Stimulators.Count || output.Trigger < 0 || output.Trigger >= Triggers.Count)
            {
                throw new ArgumentException($"Output '{output.Name}' names a stimulator or a trigger that the plan does not have.");
            }
        }

        _ = DeviceSettings();
    }
}
