using System.Text.Json.Nodes;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>
/// What a session left behind, as far as it got. Read are <c>session.json</c>; <c>experiment.yaml</c>; <c>trials.tsv</c>;
/// of <c>gate.jsonl</c> the lines with <c>verdict: Refused</c> (keys <c>limit, limit_value, asked_value</c>) and the lines
/// with <c>error_us</c>, one a pulse that left; of <c>decisions.jsonl</c> the lines with <c>held</c>, whose value says what was
/// waited for;
/// <c>phases.tsv</c>, if the phases were found afterwards.
/// </summary>
internal sealed class SessionFolder
{
    private static readonly string[] Records = ["trials.tsv", "gate.jsonl", "decisions.jsonl"];

    private SessionFolder(string path) => FullPath = path;

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The folder's name.</summary>
    public string Name => System.IO.Path.GetFileName(FullPath);

    /// <summary>What <c>session.json</c> holds; empty if it is missing or cannot be read.</summary>
    public JsonObject Session { get; private init; } = [];

    /// <summary>The experiment as run; null if it is missing.</summary>
    public Experiment? Experiment { get; private init; }

    /// <summary>The trials.</summary>
    public required TsvTable Trials { get; init; }

    /// <summary>The phases at the onsets as found afterwards; empty if nobody looked.</summary>
    public required TsvTable Phases { get; init; }

    /// <summary>Fired minus asked of each pulse, µs; of the trials if the gate's record has none.</summary>
    public IReadOnlyList<double> TimingErrorsUs { get; private init; } = [];

    /// <summary>Who said no, the most frequent first.</summary>
    public IReadOnlyList<Refusals> Refusals { get; private init; } = [];

    /// <summary>False if neither the gate's nor the rule's record is there, so that nobody knows what was refused.</summary>
    public bool KnowsRefusals => File.Exists(In(FullPath, "gate.jsonl")) || File.Exists(In(FullPath, "decisions.jsonl"));

    /// <summary>What is missing or could not be read, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <summary>Reads a session folder.</summary>
    /// <exception cref="RefusedException">There is no such folder, or no session in it.</exception>
    public static SessionFolder Read(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new RefusedException($"There is no folder '{path}'; give the folder that a run, demo or replay wrote.");
        }

        if (!File.Exists(In(path, "session.json")) && !File.Exists(In(path, "trials.tsv")))
        {
            throw new RefusedException($"'{path}' is no session: it holds neither session.json nor trials.tsv; give the "
                + $"folder that a run, demo or replay wrote.");
        }

        var remarks = new List<string>();
        var gate = JsonLines.Read(In(path, "gate.jsonl"), out var brokenGate);
        var decisions = JsonLines.Read(In(path, "decisions.jsonl"), out var brokenDecisions);
        var trials = TsvTable.Read(In(path, "trials.tsv"));
        foreach (var file in Records.Where(f => !File.Exists(In(path, f))))
        {
            remarks.Add($"{file} is missing.");
        }

        if (brokenGate + brokenDecisions > 0)
        {
            remarks.Add($"{brokenGate + brokenDecisions} lines of gate.jsonl and decisions.jsonl could not be read; a "
                + $"session that was killed ends in the middle of a line.");
        }

        return new SessionFolder(System.IO.Path.GetFullPath(path).TrimEnd('/'))
        {
            Session = ReadSession(path, remarks),
            Experiment = ReadExperiment(path, remarks),
            Trials = trials,
            Phases = TsvTable.Read(In(path, OnsetPhases.FileName)),
            TimingErrorsUs = Errors(gate, trials),
            Refusals =
            [
                .. ByLimit(gate).Concat(Held(decisions))
                    .OrderByDescending(r => r.Count).ThenBy(r => r.Limit, StringComparer.Ordinal),
            ],
            Remarks = remarks,
        };
    }

    private static JsonObject ReadSession(string path, List<string> remarks)
    {
        var file = In(path, "session.json");
        var session = File.Exists(file) ? JsonLines.Parse(File.ReadAllText(file)) : null;
        if (session is null)
        {
            remarks.Add("session.json is missing or cannot be read: the session did not end in order.");
        }

        return session ?? [];
    }

    private static Experiment? ReadExperiment(string path, List<string> remarks)
    {
        var reading = ExperimentFile.Read(In(path, "experiment.yaml"));
        if (reading.Errors.Count > 0)
        {
            remarks.Add($"experiment.yaml cannot be read, so the report knows neither outputs nor target: {reading.Errors[0].Message}");
        }

        return reading.Experiment;
    }

    private static List<double> Errors(IReadOnlyList<JsonObject> gate, TsvTable trials)
    {
        var pulses = gate.Select(line => JsonLines.Number(line, "error_us")).OfType<double>().ToList();
        return pulses.Count > 0 ? pulses : [.. trials.Numbers("error_us").OfType<double>()];
    }

    private static IEnumerable<Refusals> ByLimit(IReadOnlyList<JsonObject> gate) =>
        gate.Where(line => JsonLines.Text(line, "verdict") == nameof(GateOutcome.Refused))
            .GroupBy(line => JsonLines.Text(line, "limit") ?? "unknown")
            .Select(lines =>
            {
                var limit = LimitCatalogue.Defaults.FirstOrDefault(l => l.Id.ToString() == lines.Key);
                var value = lines.Select(line => JsonLines.Number(line, "limit_value")).FirstOrDefault(v => v is not null);
                var (unit, source) = (limit?.Unit ?? "", limit?.Source ?? "");
                return new Refusals(lines.Key, false, lines.Count(), value, Furthest(lines), unit, source);
            });

    private static double? Furthest(IEnumerable<JsonObject> lines) =>
        lines.Select(line => (Asked: JsonLines.Number(line, "asked_value"), Limit: JsonLines.Number(line, "limit_value")))
            .OrderByDescending(v => Math.Abs((v.Asked ?? 0) - (v.Limit ?? 0))).Select(v => v.Asked).FirstOrDefault();

    private static IEnumerable<Refusals> Held(IReadOnlyList<JsonObject> decisions) =>
        decisions.Select(line => JsonLines.Text(line, "held")).OfType<string>().GroupBy(why => why)
            .Select(lines => new Refusals(lines.Key, true, lines.Count(), null, null, "", ""));

    private static string In(string folder, string file) => System.IO.Path.Combine(folder, file);
}
