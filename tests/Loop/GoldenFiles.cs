using System.Text.Json;

namespace ClosedLoop.Tests.Loop;

/// <summary>
/// What the golden replay must give, as it lies beside its recording. With <c>CLOSEDLOOP_RENEW_GOLDEN=1</c> the files are written anew and
/// the test fails, so that a renewal is always somebody's decision and visible in review.
/// </summary>
internal static class GoldenFiles
{
    public const string Variable = "CLOSEDLOOP_RENEW_GOLDEN";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    public static bool IsRenewal => Environment.GetEnvironmentVariable(Variable) == "1";

    public static string[] Decisions => File.ReadAllLines(PathOf("decisions.jsonl"));

    public static Dictionary<string, string> StageHashes =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(PathOf("stage-hashes.json")))!;

    public static void Write(ReplayRun run)
    {
        Directory.CreateDirectory(PathOf(""));
        File.Copy(run.PathOf("decisions.jsonl"), PathOf("decisions.jsonl"), overwrite: true);
        File.WriteAllText(PathOf("stage-hashes.json"), JsonSerializer.Serialize(run.Summary.StageHashes, _indented) + "\n");
    }

    private static string PathOf(string name) => ReplayRun.InRepository(Path.Combine("replay-data/mu-trigger/expected", name));
}
