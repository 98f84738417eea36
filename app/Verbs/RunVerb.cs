using System.CommandLine;

namespace ClosedLoop.App;

/// <summary><c>run</c>: an experiment live, from LSL, operated from the terminal.</summary>
internal sealed class RunVerb : IVerb
{
    private readonly Argument<string> _file = new("EXPERIMENT") { Description = "The experiment file." };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Where session folders and dose ledgers are kept.",
        DefaultValueFactory = _ => "sessions",
    };

    private readonly Option<string?> _world = new("--world") { Description = "The folder of a running 'closedloop simulate', for ports that say 'emulated'." };

    private readonly Option<bool> _armSimulated = new("--arm-simulated") { Description = "Arm without a person; refused unless every output is simulated." };

    private readonly Option<double?> _duration = new("--duration") { Description = "Seconds; without it until all trials are done or Ctrl-C." };

    public string Name => "run";

    public string Summary => "Runs an experiment live, from LSL, operated from the terminal.";

    public string Example =>
        """
        closedloop run experiments/cbi-mu-phase.yaml --world world
        closedloop run experiments/cbi-mu-phase.yaml --world world --arm-simulated --duration 60
        """;

    public void Declare(Command command)
    {
        command.Add(_file);
        command.Add(_out);
        command.Add(_world);
        command.Add(_armSimulated);
        command.Add(_duration);
    }

    public int Run(VerbCall call)
    {
        var experiment = ExperimentLoading.Load(call.Parsed.GetValue(_file)!);
        var armsItself = call.Parsed.GetValue(_armSimulated);
        if (armsItself && !experiment.IsSimulated)
        {
            throw new RefusedException("'--arm-simulated' was asked for, but an output of the experiment is a real device; a person has to arm it.");
        }

        var duration = Duration(call);
        ExperimentLimits.Resolve(experiment);
        var root = call.Parsed.GetValue(_out)!;
        var summary = LiveVerbs.Run(call, experiment, root, Ports(call.Parsed.GetValue(_world)), new LiveRunOptions
        {
            ArmsItself = armsItself,
            Duration = duration,
        });
        LiveVerbs.Tell(call, summary);
        return LiveVerbs.Status(summary);
    }

    private TimeSpan? Duration(VerbCall call) => call.Parsed.GetValue(_duration) switch
    {
        null => null,
        >= 1 and <= 86_400 and var seconds => TimeSpan.FromSeconds(seconds),
        var other => throw new RefusedException(FormattableString.Invariant($"'--duration {other}' was asked for; possible are 1 to 86400 seconds.")),
    };

    private static EmulatedPorts? Ports(string? world)
    {
        if (world is null)
        {
            return null;
        }

        string Port(string name) => File.Exists(Path.Combine(world, name))
            ? Path.GetFullPath(Path.Combine(world, name))
            : throw new RefusedException($"'--world {world}' has no port '{name}'; start 'closedloop simulate --folder {world}' first.");
        return new EmulatedPorts(Port("cs"), Port("ts"), Port("box"));
    }
}
