using ClosedLoop.App;
using ClosedLoop.Core;

namespace ClosedLoop.Tests.App;

public class ReadingTests
{
    [Fact]
    public void What_the_file_leaves_out_has_the_documented_defaults()
    {
        var experiment = Sample.Good(Sample.Single);

        Assert.Equal("eeg", experiment.ClockStream);
        Assert.Equal(Duration.FromMilliseconds(50), experiment.MaxAge);
        Assert.Equal(Duration.FromMilliseconds(100), experiment.Watchdog);
        Assert.Equal(Duration.FromMicroseconds(200), experiment.Tolerance);
        Assert.Equal(500, experiment.Conditioning[0].ModelRate!.Value.TotalHertz);
        Assert.Equal(BlankingSection.ForEeg, experiment.Conditioning[0].Blanking);
        Assert.Equal(Duration.FromSeconds(4), experiment.Protocol!.Interval);
        Assert.Equal(Duration.FromMilliseconds(20), Assert.IsType<PhaseRule>(experiment.Rule).Horizon);
        Assert.Null(experiment.Seed);
    }

    [Fact]
    public void Sections_keep_the_order_of_the_file_which_gives_outputs_and_devices_their_numbers()
    {
        var experiment = Sample.Cbi;

        Assert.Equal(["eeg", "emg", "markers"], experiment.Streams.Select(s => s.Name));
        Assert.Equal(0, experiment.OutputIndex("cs"));
        Assert.Equal(1, experiment.OutputIndex("ts"));
        Assert.Equal(1, experiment.StimulatorIndex("ts_device"));
        Assert.Throws<ArgumentException>(() => experiment.OutputIndex("nobody"));
    }

    [Fact]
    public void The_cbi_experiment_says_its_conditions_and_pulses()
    {
        var protocol = Assert.IsType<CbiProtocol>(Sample.Cbi.Protocol);

        Assert.Equal(["ts", "cs_ts"], protocol.Conditions);
        Assert.Equal(60, protocol.PulseCount);
        Assert.Equal(Duration.FromMilliseconds(5), protocol.Isi);
        Assert.Equal(Duration.FromSeconds(4), protocol.ShortestInterval);
        Assert.Equal(TrialOrder.BlocksOf4, protocol.Randomisation);
        Assert.True(Sample.Cbi.IsSimulated);
    }

    [Fact]
    public void Rules_nest()
    {
        var text = Sample.Changed(Sample.Single, "  phase: {of: mu, target_deg: 180}", """
              all:
                - phase: {of: mu, target_deg: 180, max_sd_deg: 60}
                - any:
                    - power: {of: mu, above_percentile: 80, window_s: 30}
                    - power: {of: mu, below_percentile: 20, window_s: 30}
            """);
        var rule = Sample.Good(text).Rule;

        var all = Assert.IsType<AllRule>(rule);
        Assert.Equal(Math.PI / 3, Assert.IsType<PhaseRule>(all.Parts[0]).WidestSd!.Value, 12);
        var any = Assert.IsType<AnyRule>(all.Parts[1]);
        Assert.Equal([true, false], any.Parts.Cast<PowerRule>().Select(p => p.Above));
        Assert.Equal(5, rule.SelfAndInner.Count());
    }

    [Fact]
    public void A_setting_in_percent_of_threshold_becomes_whole_percent_of_output_never_more_than_asked()
    {
        var text = Sample.Changed(Sample.Single, "rmt_percent_mso: 50", "rmt_percent_mso: 42");

        Assert.Equal(50, Sample.Good(text).Outputs[0].Setting.TotalPercent);
        Assert.Equal(60, Sample.Good(Sample.Single).Outputs[0].Setting.TotalPercent);
    }

    [Fact]
    public void A_stream_says_its_delays_unit_and_names()
    {
        var text = Sample.Changed(Sample.Single, "{type: EEG}", "{type: EEG, stream_delay_ms: 1.5, unit: V, scale: 0.5, "
            + "rename: {C3: EEG C3-REF}}");
        var stream = Sample.Good(text).Streams[0];

        Assert.Equal(Duration.FromMicroseconds(1500), stream.StreamDelay);
        Assert.Equal("V", stream.Unit);
        Assert.Equal(0.5, stream.Scale);
        Assert.Equal([KeyValuePair.Create("C3", "EEG C3-REF")], stream.Rename);
    }

    [Fact]
    public void An_experiment_that_gives_feedback_needs_no_stimulator()
    {
        var text = Sample.Single[..Sample.Single.IndexOf("action", StringComparison.Ordinal)] + "action: {feedback: {of: "
            + "mu.power_percentile}}\n";
        var experiment = Sample.Good(text);

        Assert.Equal("mu.power_percentile", Assert.IsType<FeedbackAction>(experiment.Action).Of);
        Assert.Null(experiment.Protocol);
    }

    [Theory]
    [InlineData("experiments/cbi-mu-phase.yaml")]
    [InlineData("experiments/mu-trough-single.yaml")]
    [InlineData("replay-data/mu-trigger/experiment.yaml")]
    public void Every_experiment_that_comes_with_the_program_is_without_mistakes(string file)
    {
        var reading = ExperimentFile.Read(Sample.InRepository(file));

        Assert.Empty(reading.Errors);
        Assert.NotNull(reading.Experiment);
    }
}
