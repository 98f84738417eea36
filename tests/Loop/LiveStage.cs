using System.Text.Json;
using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>
/// A folder with a virtual world in it, an experiment on that world's streams and devices, and what the devices' own journals say. The world
/// lives in this process or in one of its own; the program under test always in one of its own.
/// </summary>
internal sealed class LiveStage : IDisposable
{
    private static int s_number;

    private readonly string _streams = $"Stage-{Environment.ProcessId}-{Interlocked.Increment(ref s_number)}";

    public LiveStage()
    {
        Directory.CreateDirectory(WorldFolder);
        File.WriteAllText(Experiment, Text(ports: "emulated"));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("closedloop-live-").FullName;

    public string WorldFolder => Path.Combine(Folder, "world");

    public string Sessions => Path.Combine(Folder, "sessions");

    public string Experiment => Path.Combine(Folder, "experiment.yaml");

    /// <summary>The only session folder.</summary>
    public string Session => Assert.Single(SessionFolders);

    public IReadOnlyList<string> SessionFolders =>
        Directory.Exists(Sessions) ? [.. Directory.GetDirectories(Sessions).Where(f => Path.GetFileName(f) != "ledgers")] : [];

    /// <summary>The world in this process, for faults to be injected.</summary>
    public World MakeWorld() => new(new WorldSettings
    {
        Folder = WorldFolder,
        Subject = new SubjectSettings { Seed = 7, StreamName = _streams },
    });

    /// <summary>The world in a process of its own.</summary>
    public LiveProgram StartWorld()
    {
        var world = LiveProgram.Start("simulate", "--json", "--folder", WorldFolder, "--name", _streams);
        world.WaitUntil(() => world.Out.Contains("\"box\"", StringComparison.Ordinal), "the virtual world is there");
        return world;
    }

    /// <summary><c>run</c> of the experiment on the world.</summary>
    public LiveProgram StartRun(params string[] more) =>
        LiveProgram.Start(["run", Experiment, "--world", WorldFolder, "--out", Sessions, .. more]);

    /// <summary>An armed session that has fired.</summary>
    public LiveProgram StartAndFire()
    {
        var run = StartRun("--arm-simulated");
        run.WaitUntil(() => Pulses("ts").Count > 0, "a pulse has left");
        return run;
    }

    /// <summary>What a device says of itself, from its own journal: <c>cs</c>, <c>ts</c> or <c>box</c>.</summary>
    public IReadOnlyList<JournalEntry> Journal(string device)
    {
        var path = Path.Combine(WorldFolder, $"{device}.journal");
        return File.Exists(path) ? ByteJournal.Read(path) : [];
    }

    public IReadOnlyList<JournalEntry> Pulses(string device) => [.. Journal(device).Where(entry => entry.Kind == JournalKind.Pulse)];

    /// <summary>When the device last went safe; null while it is energised.</summary>
    public Instant? SafeSince(string device)
    {
        var last = Journal(device).LastOrDefault(entry => entry.Kind == JournalKind.State);
        return last is { Text: "STANDBY" or "LOCAL" } ? last.Time : null;
    }

    public bool AreBothSafe => SafeSince("cs") is not null && SafeSince("ts") is not null;

    /// <summary>From the devices' own journals: both went safe soon after an instant, and nothing left any more.</summary>
    public void AssertSafeAfter(Instant cause, Duration within)
    {
        foreach (var device in (string[])["cs", "ts"])
        {
            var safe = SafeSince(device);
            Assert.True(safe is not null, $"{device} is still energised");
            Assert.True(safe - cause <= within, $"{device} was energised for {(safe.Value - cause).TotalSeconds} s");
            Assert.DoesNotContain(Pulses(device), pulse => pulse.Time > safe || pulse.Time - cause > Duration.FromMilliseconds(100));
        }
    }

    /// <summary>The lines of <c>inputs.jsonl</c> that are whole.</summary>
    public string Inputs => Read("inputs.jsonl");

    public string Outcome => JsonDocument.Parse(Read("session.json")).RootElement.GetProperty("outcome").GetString()!;

    public int FiringProcess => JsonDocument.Parse(Read("pulse-process.json")).RootElement.GetProperty("process").GetInt32();

    /// <summary>What <c>replay SESSION</c> says; it must have ended well.</summary>
    public JsonElement Replay()
    {
        var (status, said, error) = LiveProgram.Run("replay", Session, "--json");
        Assert.True(status == 0, $"{said}\n{error}");
        var summary = JsonDocument.Parse(said).RootElement;
        Assert.True(summary.GetProperty("is_same").GetBoolean(), said);
        Assert.True(summary.GetProperty("turns").GetInt64() > 100, said);
        Assert.True(summary.GetProperty("gate_inputs").GetInt64() > 10, said);
        Assert.Equal(JsonValueKind.Null, summary.GetProperty("first_difference").ValueKind);
        return summary;
    }

    /// <summary>
    /// The experiment of the demonstration with another rule: one that needs no calibration and is met by chance every now and then, so that
    /// pulses leave seconds after the start.
    /// </summary>
    public static string Quick(string text) => text
        .Replace("  mu: {kind: kalman_oscillator, stream: eeg, band_hz: [8, 13], calibrate_s: 20}\n", "", StringComparison.Ordinal)
        .Replace("  forward: {kind: kalman_forward, feature: mu.amplitude}\n", "", StringComparison.Ordinal)
        .Replace("  cbi: {kind: cbi, mep: mep}\n", "  cbi: {kind: cbi, mep: mep}\n  forward: {kind: kalman_forward, feature: mep.rms}\n", StringComparison.Ordinal)
        .Replace("    - phase: {of: mu, target_deg: 180, horizon_ms: 20, max_sd_deg: 60}\n", "", StringComparison.Ordinal)
        .Replace("    - power: {of: mu, above_percentile: 30, window_s: 10}\n", "    - error: {of: forward, nis_below: 1}\n", StringComparison.Ordinal);

    /// <summary>The experiment on this stage's streams, with the devices on given ports.</summary>
    public string Text(string ports)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "experiments", "cbi-mu-phase.yaml"));
        return Quick(text)
            .Replace("VirtualSubject ", _streams + " ", StringComparison.Ordinal)
            .Replace("port: emulated", $"port: {ports}", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Read(string name)
    {
        using var file = new FileStream(Path.Combine(Session, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
