using System.Text.Json;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>Live sessions that go well, or are stopped, or cannot begin.</summary>
[Collection("live")]
public class LiveSessionTests
{
    [Fact]
    public void A_session_with_a_gap_in_its_streams_marks_it_goes_on_and_replays_the_same()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        using var run = stage.StartAndFire();

        world.Streamer.InjectGap(Duration.FromMilliseconds(120));
        var before = stage.Pulses("ts").Count;
        run.WaitUntil(() => stage.Pulses("ts").Count > before, "a pulse has left after the gap");
        run.SignalAndWait("INT");

        Assert.Equal("stopped with Ctrl-C", stage.Outcome);
        Assert.True(stage.AreBothSafe);
        Assert.True(LongestGap(stage) >= Duration.FromMilliseconds(100));
        Assert.True(stage.Replay().GetProperty("is_complete").GetBoolean());
    }

    [Fact]
    public void Ctrl_C_disarms_closes_the_files_and_tells_the_summary_as_one_object()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        using var run = stage.StartRun("--arm-simulated", "--json");
        run.WaitUntil(() => stage.Pulses("ts").Count > 0, "a pulse has left");

        var stopped = MonotonicClock.Instance.Now;
        run.SignalAndWait("INT");

        stage.AssertSafeAfter(stopped, Duration.FromSeconds(1));
        var summary = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("stopped with Ctrl-C", summary.GetProperty("outcome").GetString());
        Assert.True(summary.GetProperty("pulses_fired").GetInt64() > 0);
        Assert.NotEqual(summary.GetProperty("thinking_pid").GetInt32(), summary.GetProperty("firing_pid").GetInt32());
        Assert.True(File.Exists(summary.GetProperty("report").GetString()));
    }

    [Fact]
    public void Without_a_terminal_and_without_the_option_nothing_is_ever_armed()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        using var run = stage.StartRun();

        run.WaitUntil(() => run.Out.Contains("nobody can arm", StringComparison.Ordinal), "the session is ready");
        run.SignalAndWait("INT");

        Assert.DoesNotContain(stage.Journal("ts"), entry => entry is { Kind: JournalKind.State, Text: "ARMED" or "READY" });
        Assert.DoesNotContain(stage.Inputs.Split('\n'), line => line.Contains("\"Armed\"", StringComparison.Ordinal));
        Assert.Empty(stage.Pulses("ts"));
    }

    [Fact]
    public void A_busy_port_is_refused_in_a_sentence_and_leaves_the_first_session_alone()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        using var run = stage.StartAndFire();

        var second = Path.Combine(stage.Folder, "second");
        var (status, said, error) = LiveProgram.Run(
            "run", stage.Experiment, "--world", stage.WorldFolder, "--out", second, "--arm-simulated", "--duration", "5");

        AssertRefused(status, error, second);
        Assert.Empty(said);
        run.SignalAndWait("INT");
        Assert.Equal("stopped with Ctrl-C", stage.Outcome);
    }

    [Fact]
    public void A_real_device_is_never_armed_by_an_option()
    {
        using var stage = new LiveStage();
        File.WriteAllText(stage.Experiment, stage.Text("/dev/ttyUSB7").Replace("  simulated: true\n", "", StringComparison.Ordinal));

        var (status, _, error) = LiveProgram.Run("run", stage.Experiment, "--out", stage.Sessions, "--arm-simulated");

        AssertRefused(status, error, stage.Sessions);
        Assert.Contains("--arm-simulated", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_is_not_there_is_refused_in_a_sentence_and_leaves_nothing_behind()
    {
        using var stage = new LiveStage();
        File.WriteAllText(stage.Experiment, stage.Text("emulated"));
        foreach (var port in (string[])["cs", "ts", "box"])
        {
            File.WriteAllText(Path.Combine(stage.WorldFolder, port), "");
        }

        using var run = stage.StartRun("--arm-simulated");

        AssertRefused(run.WaitForExit(), run.Error, stage.Sessions);
        Assert.Contains("No LSL stream for 'eeg'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_without_a_device_is_refused_in_a_sentence_and_leaves_nothing_behind()
    {
        using var stage = new LiveStage();
        using var world = stage.MakeWorld();
        File.Delete(Path.Combine(stage.WorldFolder, "ts"));
        File.WriteAllText(Path.Combine(stage.WorldFolder, "ts"), "no device");

        using var run = stage.StartRun("--arm-simulated");

        AssertRefused(run.WaitForExit(), run.Error, stage.Sessions);
    }

    private static void AssertRefused(int status, string error, string sessions)
    {
        Assert.Equal(1, status);
        Assert.StartsWith("closedloop: ", Assert.Single(error.Split('\n')), StringComparison.Ordinal);
        var left = Directory.Exists(sessions) ? Directory.GetFileSystemEntries(sessions) : [];
        Assert.DoesNotContain(left, path => Path.GetFileName(path) != "ledgers");
    }

    private static Duration LongestGap(LiveStage stage)
    {
        using var recording = SessionRecordingReader.Open(Path.Combine(stage.Session, "recording.xdf"));
        var reader = recording.OpenStream(0);
        var block = new SampleBlock(recording.Streams[0], 256);
        var longest = Duration.Zero;
        var last = default(Instant);
        while (reader.Read(block) > 0)
        {
            for (var frame = 0; frame < block.FrameCount; frame++)
            {
                var step = last.IsSet ? block.Timestamps[frame] - last : Duration.Zero;
                if (step > longest)
                {
                    longest = step;
                    Assert.True(step < Duration.FromMilliseconds(20) || block.Qualities[frame].HasFlag(SampleQuality.AfterGap));
                }

                last = block.Timestamps[frame];
            }

            block.Clear();
        }

        return longest;
    }
}
