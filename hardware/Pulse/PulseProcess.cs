using System.Runtime.InteropServices;
using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// The process that fires. The program starts itself a second time with a hidden verb, which calls <see cref="Run"/>; a garbage
/// collection of the thinking process can then never hold a pulse up, and its crash disarms.
/// </summary>
/// <remarks>
/// SIGINT is ignored (the thinking process hears it and disarms in order); SIGTERM, SIGHUP and the end of the parent mean disarm and exit.
/// </remarks>
public static class PulseProcess
{
    /// <summary>The option before the plan's path.</summary>
    public const string PlanOption = "--plan";

    /// <summary>The file in the session's folder that says which process fired and what the system granted its threads.</summary>
    public const string RightsFile = "pulse-process.json";

    /// <summary>Runs the firing side until it is told to end.</summary>
    /// <param name="args"><c>--plan PATH</c>.</param>
    /// <param name="kinds">The kinds of devices; null for those of this room.</param>
    /// <returns>The exit status: 0 done; 1 failed, with the reason and the remedy on stderr; 2 wrong usage.</returns>
    public static int Run(IReadOnlyList<string> args, DeviceKinds? kinds = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is not [PlanOption, var path])
        {
            Console.Error.WriteLine($"The pulse process is started by the program itself, with {PlanOption} PATH.");
            return 2;
        }

        try
        {
            return RunPlan(PulsePlan.Read(path), kinds ?? DeviceKinds.BuiltIn);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or JsonException
            or LimitException or LedgerException or PlatformNotSupportedException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static int RunPlan(PulsePlan plan, DeviceKinds kinds)
    {
        WarmUp.Run();
        using var station = new PulseStation(plan, kinds, MonotonicClock.Instance, new HostSleep(), () => IsOrphan(plan.ParentProcess));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => EndOn(context, station));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => EndOn(context, station));
        var gate = new WorkerThread("link and gate", RealtimeSettings.Gate);
        station.Start();
        gate.Start(() =>
        {
            // Before the link opens: from then on nothing may allocate.
            WriteRights(plan, station, gate);
            station.Run();
        });
        gate.Join();
        foreach (var failure in station.Failures)
        {
            Console.Error.WriteLine(failure);
        }

        return gate.Failure is null && !station.Failures.Any() ? 0 : throw new IOException(gate.Failure?.Message ?? "A thread failed.");
    }

    // Noticed within a turn, 2 ms. (The kernel's death signal is bound to the thread that started this process, not to its process.)
    private static bool IsOrphan(int parent) => parent != 0 && LibC.getppid() != parent;

    private static void EndOn(PosixSignalContext context, PulseStation station)
    {
        context.Cancel = true;
        station.Terminate();
    }

    private static void WriteRights(PulsePlan plan, PulseStation station, WorkerThread gate)
    {
        var threads = station.Grants.Append(new(gate.Name, gate.Grants)).ToDictionary(t => t.Key, t => t.Value);
        var rights = new { Process = Environment.ProcessId, Threads = threads };
        File.WriteAllText(Path.Combine(plan.Folder, RightsFile), JsonSerializer.Serialize(rights, PlanJson.Options) + "\n");
    }
}
