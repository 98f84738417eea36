using System.CommandLine;
using System.Globalization;

namespace ClosedLoop.App;

/// <summary><c>demo</c>: a virtual subject, emulated devices, the whole loop, nothing to plug in.</summary>
internal sealed class DemoVerb : IVerb
{
    private readonly Option<double> _duration = new("--duration") { Description = "Seconds.", DefaultValueFactory = _ => 60 };

    private readonly Option<long> _seed = new("--seed") { Description = "Decides the subject and the order of trials.", DefaultValueFactory = _ => 42 };

    private readonly Option<string> _out = new("--out") { Description = "Where session folders are made.", DefaultValueFactory = _ => "sessions" };

    public string Name => "demo";

    public string Summary => "A virtual subject over real LSL, two emulated Magstim 200² and a timer box, the whole loop: nothing to plug in.";

    public string Example => "closedloop demo --duration 120";

    public void Declare(Command command)
    {
        command.Add(_duration);
        command.Add(_seed);
        command.Add(_out);
    }

    public int Run(VerbCall call)
    {
        var seconds = call.Parsed.GetValue(_duration);
        if (seconds is not (>= 5 and <= 3600))
        {
            throw new RefusedException(FormattableString.Invariant($"'--duration {seconds}' was asked for; possible are 5 to 3600 seconds."));
        }

        var seed = call.Parsed.GetValue(_seed);
        WorldSeed.Of(seed);
        var root = call.Parsed.GetValue(_out)!;
        var streams = string.Create(CultureInfo.InvariantCulture, $"VirtualSubject-{Environment.ProcessId}");
        var experiment = Experiment(streams, seed);
        var folder = Path.GetFullPath(Path.Combine(root, $"world-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        try
        {
            var summary = Live(call, experiment, root, folder, streams, seed, seconds);
            Directory.Move(folder, Path.Combine(summary.Session, "virtual-world"));
            LiveVerbs.Tell(call, summary);
            return LiveVerbs.Status(summary);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                // No session came of it, so nothing half-written is left behind.
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static LiveSummary Live(VerbCall call, Experiment experiment, string root, string folder, string streams, long seed, double seconds)
    {
        using var world = ChildWorld.Start(folder, streams, seed);
        call.Say($"A virtual subject and its devices live in process {world.ProcessId}:");
        call.Say($"  Magstim 200² over the cerebellum {world.Ports.Cs}, over the motor cortex {world.Ports.Ts}, timer box {world.Ports.Box}");
        var summary = LiveVerbs.Run(call, experiment, root, world.Ports, new LiveRunOptions
        {
            ArmsItself = true,
            Duration = TimeSpan.FromSeconds(seconds),
        });
        world.Dispose();
        return summary with { CbiTrue = world.TrueCbi() };
    }

    /// <summary>The experiment that comes with the program, on this demonstration's own streams.</summary>
    private static Experiment Experiment(string streams, long seed)
    {
        var experiment = ExperimentLoading.Load(Path.Combine(AppContext.BaseDirectory, "experiments", "cbi-mu-phase.yaml"));
        return experiment with
        {
            Seed = seed,
            Streams = [.. experiment.Streams.Select(stream => stream with { SenderName = $"{streams} {stream.Kind}" })],
        };
    }
}
