using System.Runtime.InteropServices;
using System.Text.Json;
using ClosedLoop.Control;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// <c>session.json</c>: what a session was and how it ended. Written when it starts, with the outcome "running", and again when it ends, so
/// that a session that was killed says so.
/// </summary>
internal sealed record SessionHeader
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public required string Name { get; init; }

    public required string Session { get; init; }

    public string ProgramVersion { get; init; } = App.ProgramVersion.Text;

    public string Machine { get; init; } = Environment.MachineName;

    public string Os { get; init; } = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}";

    public string Runtime { get; init; } = RuntimeInformation.FrameworkDescription;

    public string Clock { get; init; } = "monotonic, ns";

    public required string ExperimentSha256 { get; init; }

    public long? Seed { get; init; }

    public required DateTimeOffset Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public string Outcome { get; init; } = "running";

    public bool OpenLoop { get; init; }

    /// <summary>The session's first instant: all stamps in its files are seconds since then.</summary>
    public required long OriginNs { get; init; }

    /// <summary>The recording that was replayed; null for a live session.</summary>
    public RecordingReference? Recording { get; init; }

    public IReadOnlyDictionary<string, string> StageHashes { get; init; } = new Dictionary<string, string>();

    public SessionCounts? Counts { get; init; }

    /// <summary>What the operating system granted the pulse process, and what it refused.</summary>
    public IReadOnlyDictionary<string, string>? Realtime { get; init; }

    /// <summary>Messages that the session gave, in order.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Writes the file whole: next to the old one first, then in its place.</summary>
    public void Write(SessionPlace place)
    {
        var path = place.File("session.json");
        var next = path + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(this, Format) + "\n");
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Reads the file of a session.</summary>
    /// <exception cref="RefusedException">It is missing or damaged.</exception>
    public static SessionHeader Read(string folder)
    {
        var path = Path.Combine(folder, "session.json");
        try
        {
            return JsonSerializer.Deserialize<SessionHeader>(File.ReadAllText(path), Format)
                ?? throw new JsonException("it is empty");
        }
        catch (Exception refusal) when (refusal is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new RefusedException($"'{folder}' is no session: its session.json cannot be read ({refusal.Message}).", refusal);
        }
    }

    /// <summary>Stage names with their hashes.</summary>
    public static IReadOnlyDictionary<string, string> HashesOf(Thinking thinking) =>
        thinking.Hashes.ToList().ToDictionary(stage => stage.Stage, stage => stage.Hex);

    /// <summary>The first instant as the files count from it.</summary>
    public Instant Origin() => Instant.FromNanoseconds(OriginNs);
}

/// <summary>Which file was replayed.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Sha256">What was in it.</param>
internal sealed record RecordingReference(string Path, string Sha256);
