namespace ClosedLoop.Tests.App;

public class CheckTests
{
    [Theory]
    [InlineData("seed: 42\n", "", "the experiment has no 'seed'")]
    [InlineData("trials: 40", "trials: 42", "possible are multiples of 4, e.g. 40")]
    [InlineData("isi_ms: 5\n  interval_s: 5", "isi_ms: 900\n  interval_s: 1", "the ISI must be shorter")]
    [InlineData("transport_delay_ms: 2, unit: uV}\n  emg", "transport_delay_ms: 60, unit: uV}\n  emg", "every decision would be too old")]
    [InlineData("band_hz: [20, 450]\n", "band_hz: [20, 450]\n    model_rate_hz: 800\n", "holds only what is below 400 Hz")]
    [InlineData("model_rate_hz: 500", "model_rate_hz: 50", "needs a model rate of more than four times that")]
    [InlineData("    - power: {of: mu, above_percentile: 30, window_s: 10}", "    - phase: {of: mu, target_deg: 0}", "A second 'phase'")]
    [InlineData("window_s: 10}", "window_s: 10}\n    - power: {of: mu, below_percentile: 90, window_s: 20}", "keeps one window")]
    [InlineData("trigger: box.2", "trigger: box.1", "one edge would fire both")]
    [InlineData("stimulator: ts_device", "stimulator: cs_device", "each output needs a stimulator of its own")]
    [InlineData("  cs_device: {kind: magstim200, port: emulated}", "  cs_device: {kind: magstim200, port: /dev/ttyUSB0}", "is a real device")]
    [InlineData("  box: {kind: timer_box, port: emulated}", "  box: {kind: timer_box, port: emulated}\n  spare: {kind: simulated}", "No output uses the trigger 'spare'")]
    public void What_cannot_go_together_is_refused(string old, string @new, string part)
    {

        var errors = Sample.Bad(Sample.Changed(Sample.CbiText, old, @new));

        Assert.Contains(errors, e => e.Message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_devices_on_one_port_are_refused_and_two_emulated_ones_are_not()
    {
        var real = Sample.Changed(Sample.CbiText, "simulated: true", "simulated: false");
        var errors = Sample.Bad(Sample.Changed(real, "{kind: magstim200, port: emulated}", "{kind: magstim200, port: "
            + "/dev/ttyUSB0}"));

        Assert.Contains("both on /dev/ttyUSB0", Assert.Single(errors).Message, StringComparison.Ordinal);
        Sample.Good(real);
    }

    [Fact]
    public void A_pair_on_two_triggers_is_refused_unless_the_host_may_time_it()
    {
        var text = Sample.Changed(Sample.CbiText, "trigger: box.2", "trigger: second.1") + "  second: {kind: timer_box, "
            + "port: emulated}\n";

        Assert.Contains("one device-timed trigger", Assert.Single(Sample.Bad(text)).Message, StringComparison.Ordinal);
        Assert.True(Sample.Good(Sample.Changed(text, "max_age_ms: 50", "timing: host")).HostTiming);
    }

    [Fact]
    public void Several_streams_of_samples_need_a_clock_stream()
    {
        var errors = Sample.Bad(Sample.Changed(Sample.CbiText, "clock_stream: eeg\n", ""));

        Assert.Contains("say which with 'clock_stream': eeg, emg", Assert.Single(errors).Message, StringComparison.Ordinal);
    }
}
