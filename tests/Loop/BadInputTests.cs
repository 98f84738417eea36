using System.Text;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;

namespace ClosedLoop.Tests.Loop;

/// <summary>What people get wrong: one clear sentence, status 1, and nothing half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly BadInputFolder _folder = new();

    [Fact]
    public void A_missing_recording() =>
        Refused(_folder.Replay(ReplayRun.Experiment, "nowhere.edf"), "There is no recording 'nowhere.edf'", "check the path");

    [Fact]
    public void A_missing_experiment() =>
        Refused(_folder.Replay("nowhere.yaml", ReplayRun.Recording), "nowhere.yaml", "there is no such file", "check the path");

    [Fact]
    public void A_missing_session() => Refused(BadInputFolder.Run("replay", "nowhere"), "There is no session folder 'nowhere'", "check the path");

    [Fact]
    public void A_recording_without_its_experiment() =>
        Refused(BadInputFolder.Run("replay", ReplayRun.Recording), "is a file", "name the experiment before it");

    [Theory]
    [InlineData("interval_s: 4", "intervall_s: 4", ":26:", "'intervall_s' is not a key", "interval_s")]
    [InlineData("interval_s: 4", "interval_uv: 4", ":26:", "'interval_uv'", "interval_s")]
    [InlineData("horizon_ms: 20", "horizon_ms: 20 uV", ":21:", "horizon_ms", "number")]
    [InlineData("eeg: {type: EEG,", "eeg: {type: EEG, unit: furlong,", ":8:", "furlong", "uV")]
    [InlineData("interval_s: 4, trials: 200", "interval_s: 3, trials: 200", ":26:", "The limits forbid trial 2 of 200", "Raise 'interval_s'")]
    [InlineData("setting_percent_rmt: 120", "setting_percent_rmt: 130", ":29:", "The limits forbid trial 1 of 200", "Lower the output's setting")]
    public void A_mistake_in_the_experiment(string old, string @new, string place, string what, string remedy)
    {
        var experiment = _folder.Experiment(old, @new);

        Refused(_folder.Replay(experiment, ReplayRun.Recording), place, what, remedy);
        Assert.Contains(what, Run("run", experiment).Error, StringComparison.Ordinal);
        Assert.Contains(what, Run("check", experiment).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_electrode_that_the_recording_lacks() => Refused(
        _folder.Replay(_folder.Experiment("laplacian: C3", "laplacian: CPz"), ReplayRun.Recording), "'CPz'", "it has EEG");

    [Fact]
    public void A_file_that_is_no_recording()
    {
        var file = _folder.Holding("text.edf", Encoding.UTF8.GetBytes("This is a letter."));

        Refused(_folder.Replay(ReplayRun.Experiment, file), "is not a recording that can be read");
        Refused(BadInputFolder.Run("info", file), "is not a recording that can be read");
    }

    [Fact]
    public void A_truncated_XDF_is_described_as_far_as_it_goes_and_not_replayed_by_mistake()
    {
        var whole = Xdf();
        var file = _folder.Holding("cut.xdf", whole[..(whole.Length * 2 / 3)]);

        Refused(_folder.Replay(ReplayRun.Experiment, file), "breaks off", "byte ", "--partial");
        var info = BadInputFolder.Run("info", file);
        Assert.Equal((0, ""), (info.Status, info.Error));
        Assert.Contains("The file ends early", info.Out, StringComparison.Ordinal);
        Refused(BadInputFolder.Run("info", _folder.Holding("head.xdf", whole[..30])), "breaks off before its first stream");
    }

    [Fact]
    public void A_truncated_EDF_is_replayed_only_on_demand_as_far_as_it_goes()
    {
        var file = _folder.Holding("cut.edf", File.ReadAllBytes(ReplayRun.Recording)[..2_000_000]);

        Refused(_folder.Replay(ReplayRun.Experiment, file), "breaks off", "--partial");
        var partial = BadInputFolder.Run("replay", ReplayRun.Experiment, file, "--out", _folder.Out, "--partial", "--json");
        Assert.Equal(0, partial.Status);
        Assert.InRange((double)partial.Json["duration_s"]!, 80, 100);
    }

    [Fact]
    public void In_json_a_refusal_is_one_object_too()
    {
        var ran = BadInputFolder.Run("replay", ReplayRun.Experiment, "nowhere.edf", "--json");

        Assert.Equal(1, ran.Status);
        Assert.Equal(["error"], ran.Json.AsObject().Select(pair => pair.Key));
    }

    public void Dispose() => _folder.Dispose();

    private static BadInputRun Run(string verb, string experiment)
    {
        var ran = BadInputFolder.Run(verb, experiment);
        Assert.Equal((1, ""), (ran.Status, ran.Out));
        return ran;
    }

    private void Refused(BadInputRun ran, params string[] saying)
    {
        ran.IsRefused(saying);
        Assert.Empty(_folder.Left);
    }

    private static byte[] Xdf()
    {
        using var bytes = new MemoryStream();
        var stream = new StreamInfo("amp", "EEG", Frequency.FromHertz(500), ChannelFormat.Float32, [new ChannelInfo("C3", "uV")]);
        using (var writer = new XdfWriter(bytes, null))
        {
            var id = writer.AddStream(stream);
            for (var frame = 0; frame < 5000; frame++)
            {
                writer.WriteFrame(id, 1 + (frame / 500.0), [(float)(frame % 50)]);
                if (frame % 500 == 0)
                {
                    writer.Flush();
                }
            }
        }

        return bytes.ToArray();
    }
}
