using System.Text.Json;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>The demonstration as its reader starts it.</summary>
[Collection("live")]
public class DemoTests
{
    private static readonly string[] Keys =
    [
        "recording", "experiment", "open_loop", "channels", "rate_hz", "duration_s", "realtime_factor", "blocks", "evaluations", "decisions",
        "requested", "held", "admitted", "refused", "skipped_late", "mean_abs_phase_error_deg", "circular_sd_deg", "phase_locking_value",
        "stage_hashes", "session", "trials", "pulses_fired", "fired_late", "timing_error_p50_us", "timing_error_p99_us",
        "timing_error_max_us", "data_age_p99_ms", "cbi_true", "cbi_mean", "cbi_low", "cbi_high", "gc_gen0", "gc_gen1", "gc_gen2",
    ];

    [Fact]
    public void The_demonstration_calibrates_fires_in_another_process_and_replays_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("closedloop-demo-").FullName;
        try
        {
            var (status, said, error) = LiveProgram.Run("demo", "--duration", "40", "--json", "--out", folder);

            Assert.True(status == 0, error);
            var summary = JsonDocument.Parse(said).RootElement;
            Assert.All(Keys, key => Assert.True(summary.TryGetProperty(key, out _), $"'{key}' is missing"));
            Assert.True(summary.GetProperty("pulses_fired").GetInt64() > 0, said);
            Assert.InRange(summary.GetProperty("cbi_true").GetDouble(), 0.1, 2);
            Assert.NotEqual(summary.GetProperty("thinking_pid").GetInt32(), summary.GetProperty("firing_pid").GetInt32());
            AssertReplays(summary.GetProperty("session").GetString()!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Ctrl_C_on_a_terminal_ends_the_demonstration_in_order()
    {
        var folder = Directory.CreateTempSubdirectory("closedloop-demo-").FullName;
        try
        {
            using var demo = LiveProgram.StartInGroup("demo", "--duration", "300", "--out", folder);
            demo.WaitUntil(() => demo.Out.Contains("Calibrating", StringComparison.Ordinal), "it calibrates");
            demo.SignalGroup("INT");

            Assert.Equal(0, demo.WaitForExit());
            Assert.Contains("stopped with Ctrl-C", demo.Out, StringComparison.Ordinal);
            Assert.Empty(demo.Error);
            var session = Assert.Single(Directory.GetDirectories(folder, "sub-*"));
            Assert.True(File.Exists(Path.Combine(session, "virtual-world", "truth.json")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertReplays(string session)
    {
        var (status, said, error) = LiveProgram.Run("replay", session, "--json");
        Assert.True(status == 0, error);
        var replay = JsonDocument.Parse(said).RootElement;
        Assert.True(replay.GetProperty("is_same").GetBoolean(), said);
        Assert.All(replay.GetProperty("stages").EnumerateArray(), stage => Assert.True(stage.GetProperty("same").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, replay.GetProperty("gate_difference").ValueKind);
    }
}
