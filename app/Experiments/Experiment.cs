using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// One experiment, resolved: every default filled in, every name known to exist, every value possible. Immutable; made by
/// <see cref="ExperimentFile"/>. Lists keep the order of the file, and indices into them are the numbers used on the link and in
/// records.
/// </summary>
public sealed record Experiment
{
    /// <summary>The version of the file's format.</summary>
    public const int Version = 1;

    /// <summary>What a person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What decides everything random; null only if nothing is random.</summary>
    public long? Seed { get; init; }

    /// <summary>Who is stimulated.</summary>
    public required SubjectSection Subject { get; init; }

    /// <summary>The streams; their order breaks ties between equal timestamps.</summary>
    public required IReadOnlyList<StreamSection> Streams { get; init; }

    /// <summary>The stream on whose frames the rule is evaluated.</summary>
    public required string ClockStream { get; init; }

    /// <summary>
    /// The oldest that the newest sample may be when a stimulus is asked for, admitted and released; at most 100 ms.
    /// </summary>
    public required Duration MaxAge { get; init; }

    /// <summary>The silence of the thinking process after which the firing one disarms, 20 to 500 ms.</summary>
    public required Duration Watchdog { get; init; }

    /// <summary>How long after its deadline a pulse's write may return without being called late, at most 5 ms.</summary>
    public required Duration Tolerance { get; init; }

    /// <summary>True if pulses less than 100 ms apart may be timed by the host; every report then says so.</summary>
    public bool HostTiming { get; init; }

    /// <summary>How streams are cleaned, one entry a stream that a model uses.</summary>
    public required IReadOnlyList<ConditioningSection> Conditioning { get; init; }

    /// <summary>The estimators, in the order in which they are stepped.</summary>
    public required IReadOnlyList<ModelSection> Models { get; init; }

    /// <summary>When to act.</summary>
    public required RuleSection Rule { get; init; }

    /// <summary>How to act.</summary>
    public required ActionSection Action { get; init; }

    /// <summary>The trials; null if the action is feedback.</summary>
    public ProtocolSection? Protocol { get; init; }

    /// <summary>The outputs; an output's index here is its number.</summary>
    public required IReadOnlyList<OutputSection> Outputs { get; init; }

    /// <summary>The stimulators; a device's index here is its number.</summary>
    public required IReadOnlyList<StimulatorSection> Stimulators { get; init; }

    /// <summary>The triggers.</summary>
    public required IReadOnlyList<TriggerSection> Triggers { get; init; }

    /// <summary>Limits tighter than the built-in ones.</summary>
    public required LimitsSection Limits { get; init; }

    /// <summary>True if nothing that it drives can hurt anybody.</summary>
    public bool IsSimulated => Stimulators.All(s => s.IsSimulated);

    /// <summary>The resolved experiment as YAML in its one canonical form: reading it gives this experiment again.</summary>
    public string ToYaml() => ExperimentText.Write(this);

    /// <summary>SHA-256 of <see cref="ToYaml"/> in UTF-8, 64 hexadecimal digits in lower case.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToYaml())));

    /// <summary>The number of an output.</summary>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    public int OutputIndex(string name) => IndexOf(Outputs.Select(o => o.Name), name, "output");

    /// <summary>The number of a stimulator.</summary>
    /// <exception cref="ArgumentException">There is no such stimulator.</exception>
    public int StimulatorIndex(string name) => IndexOf(Stimulators.Select(s => s.Name), name, "stimulator");

    /// <summary>The number of a stream.</summary>
    /// <exception cref="ArgumentException">There is no such stream.</exception>
    public int StreamIndex(string name) => IndexOf(Streams.Select(s => s.Name), name, "stream");

    private static int IndexOf(IEnumerable<string> names, string name, string what)
    {
        var found = names.Index().Where(n => n.Item == name).Select(n => n.Index).DefaultIfEmpty(-1).First();
        return found >= 0 ? found : throw new ArgumentException($"The experiment has no {what} '{name}'.", nameof(name));
    }
}
