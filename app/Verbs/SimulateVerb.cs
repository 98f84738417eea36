using System.CommandLine;
using System.Runtime.InteropServices;
using ClosedLoop.Core;
using ClosedLoop.Simulation;

namespace ClosedLoop.App;

/// <summary><c>simulate</c>: the virtual subject on LSL, with two emulated stimulators and the timer box on pseudo-terminals.</summary>
internal sealed class SimulateVerb : IVerb
{
    private readonly Option<long> _seed = new("--seed") { Description = "Decides everything random.", DefaultValueFactory = _ => 1 };

    private readonly Option<string> _folder = new("--folder")
    {
        Description = "Where the ports are linked (cs, ts, box) and the devices' journals and the subject's truth are written.",
        DefaultValueFactory = _ => "virtual-world",
    };

    private readonly Option<string> _name = new("--name")
    {
        Description = "What the LSL streams are named after.",
        DefaultValueFactory = _ => "VirtualSubject",
    };

    private readonly Option<double?> _duration = new("--duration") { Description = "Seconds to live; until Ctrl-C without it." };

    private readonly Option<double?> _ratio = new("--cbi") { Description = "The hidden CBI ratio; drawn from healthy people without it." };

    private readonly Option<bool> _child = new("--until-input-ends")
    {
        Description = "End when standard input ends, as for a program that started this one.",
        Hidden = true,
    };

    public string Name => "simulate";

    public string Summary => "A virtual subject on LSL with emulated stimulators and timer box on pseudo-terminals.";

    public string Example =>
        """
        closedloop simulate --folder world
        closedloop run experiments/cbi-mu-phase.yaml --world world
        """;

    public void Declare(Command command)
    {
        command.Add(_seed);
        command.Add(_folder);
        command.Add(_name);
        command.Add(_duration);
        command.Add(_ratio);
        command.Add(_child);
    }

    public int Run(VerbCall call)
    {
        var folder = Path.GetFullPath(call.Parsed.GetValue(_folder)!);
        var isChild = call.Parsed.GetValue(_child);
        var patience = Patience(call);
        using var end = new ManualResetEventSlim(false);

        // Ctrl-C reaches every process of a terminal. The devices must still be there while the program that started this one disarms them.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Leave(context, isChild ? null : end));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Leave(context, end));
        if (isChild)
        {
            new Thread(() => EndWithInput(end)) { IsBackground = true, Name = "parent" }.Start();
        }

        using var world = MakeWorld(call, folder);
        Announce(call, world, folder);
        var fault = WaitForEnd(world, end, patience);
        world.Subject.Truth.Save(Path.Combine(folder, "truth.json"));
        return fault is null ? 0 : call.Refuse(fault);
    }

    private TimeSpan Patience(VerbCall call) => call.Parsed.GetValue(_duration) switch
    {
        null => Timeout.InfiniteTimeSpan,
        >= 0.1 and <= 1e6 and var seconds => TimeSpan.FromSeconds(seconds),
        var other => throw new RefusedException(FormattableString.Invariant($"'--duration {other}' was asked for; possible are 0.1 to 1000000 seconds.")),
    };

    private World MakeWorld(VerbCall call, string folder)
    {
        try
        {
            return new World(new WorldSettings
            {
                Folder = folder,
                Subject = new SubjectSettings
                {
                    Seed = WorldSeed.Of(call.Parsed.GetValue(_seed)),
                    StreamName = call.Parsed.GetValue(_name)!,
                    InhibitionRatio = call.Parsed.GetValue(_ratio),
                },
            });
        }
        catch (Exception refusal) when (refusal is ArgumentException or PlatformNotSupportedException)
        {
            throw new RefusedException(refusal.Message, refusal);
        }
    }

    private static void Announce(VerbCall call, World world, string folder)
    {
        if (call.Json)
        {
            // One line, so that whoever started this program can read it while it goes on.
            call.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(new
            {
                pid = Environment.ProcessId,
                folder,
                cs = world.CsPort,
                ts = world.TsPort,
                box = world.BoxPort,
            }));
            call.Out.Flush();
            return;
        }

        var name = world.Subject.Settings.StreamName;
        call.Say($"A virtual subject streams '{name} EEG', '{name} EMG' and '{name} Markers' on LSL.");
        call.Say($"  cs   {world.CsPort}   Magstim 200², over the cerebellum, line 1 of the box");
        call.Say($"  ts   {world.TsPort}   Magstim 200², over the motor cortex, line 2 of the box");
        call.Say($"  box  {world.BoxPort}   timer box");
        call.Say($"Give 'closedloop run' the option --world {folder}. Ctrl-C ends.");
    }

    private static string? WaitForEnd(World world, ManualResetEventSlim end, TimeSpan patience)
    {
        var until = patience == Timeout.InfiniteTimeSpan ? DateTime.MaxValue : DateTime.UtcNow + patience;
        while (!end.Wait(TimeSpan.FromMilliseconds(100)) && DateTime.UtcNow < until)
        {
            if (world.Fault is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static void Leave(PosixSignalContext context, ManualResetEventSlim? end)
    {
        context.Cancel = true;
        end?.Set();
    }

    private static void EndWithInput(ManualResetEventSlim end)
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        end.Set();
    }
}
