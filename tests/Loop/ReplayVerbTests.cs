using ClosedLoop.App;
using ClosedLoop.Core;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary><c>replay</c> as it is typed.</summary>
public sealed class ReplayVerbTests : IDisposable
{
    private static readonly string[] _keys =
    [
        "recording", "experiment", "open_loop", "channels", "rate_hz", "duration_s", "realtime_factor", "blocks", "evaluations", "decisions",
        "requested", "held", "admitted", "refused", "skipped_late", "mean_abs_phase_error_deg", "circular_sd_deg", "phase_locking_value",
        "stage_hashes", "session",
    ];

    private readonly BadInputFolder _folder = new();

    [Fact]
    public void Json_is_one_object_with_exactly_the_keys_that_are_promised()
    {
        var ran = Replay();

        Assert.Equal((0, ""), (ran.Status, ran.Error));
        Assert.Equal(_keys, ran.Json.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public void The_session_of_a_replayed_recording_can_be_replayed_and_is_the_same()
    {
        var session = (string)Replay().Json["session"]!;

        var again = BadInputFolder.Run("replay", session, "--json");

        Assert.Equal((0, ""), (again.Status, again.Error));
        Assert.True((bool)again.Json["is_same"]!);
        Assert.All(again.Json["stages"]!.AsArray(), stage => Assert.True((bool)stage!["same"]!));
        Assert.Equal((int)again.Json["decisions_on_record"]!, (int)again.Json["decisions"]!);
    }

    [Fact]
    public void A_decision_that_was_changed_on_record_is_found()
    {
        var session = (string)Replay().Json["session"]!;
        var path = Path.Combine(session, "decisions.jsonl");
        var lines = File.ReadAllLines(path);
        lines[4] = lines[4].Replace("\"met\":true", "\"met\":false", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);

        var again = BadInputFolder.Run("replay", session);

        Assert.Equal(1, again.Status);
        Assert.Contains("line 5 of decisions.jsonl differs", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_whose_recording_has_changed_cannot_be_compared_and_says_so()
    {
        var recording = _folder.PathOf("copy.edf");
        File.Copy(ReplayRun.Recording, recording);
        var session = (string)BadInputFolder.Run("replay", ReplayRun.Experiment, recording, "--json", "--out", _folder.Out).Json["session"]!;
        using (var file = File.OpenWrite(recording))
        {
            file.Position = 100_000;
            file.WriteByte(1);
        }

        BadInputFolder.Run("replay", session).IsRefused("which has changed since");
        File.Delete(recording);
        BadInputFolder.Run("replay", session).IsRefused("which is not there any more");
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("replay", "--block", "0", "a.yaml", "b.edf")]
    [InlineData("replay", "--block", "many", "a.yaml", "b.edf")]
    [InlineData("replay", "a.yaml", "b.edf", "c.edf")]
    [InlineData("repaly", "a.yaml", "b.edf")]
    public void Wrong_usage_is_status_2(params string[] line)
    {
        var ran = BadInputFolder.Run(line);

        Assert.Equal((2, ""), (ran.Status, ran.Out));
        Assert.NotEmpty(ran.Error);
    }

    public void Dispose() => _folder.Dispose();

    private BadInputRun Replay() =>
        BadInputFolder.Run("replay", ReplayRun.Experiment, ReplayRun.Recording, "--json", "--out", _folder.Out);

    [Fact]
    public void A_pace_holds_the_replay_back_and_nothing_else()
    {
        var pace = new ReplayPace(1000);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        pace.WaitFor(Duration.FromSeconds(100));

        // Waiting for an instant can be late on a busy machine, and never early by more than it refuses to wait for.
        Assert.True(watch.Elapsed.TotalSeconds > 0.09);
        default(ReplayPace).WaitFor(Duration.FromSeconds(1e9));
    }
}
