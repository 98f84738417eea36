namespace ClosedLoop.Tests.App;

public class MistakeTests
{
    [Fact]
    public void A_mistake_names_file_line_and_column()
    {
        var error = Sample.OneMistake("trials: 10", "trials: 0");

        Assert.Equal(13, error.Line);
        Assert.Equal(46, error.Column);
        Assert.StartsWith("experiment.yaml:13:46: 'trials' is '0'; possible is a whole number from 1 "
            + "to 5000", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_in_the_order_of_the_file()
    {
        var text = Sample.Changed(Sample.Single, "simulated: true", "simulated: maybe");
        text = Sample.Changed(text, "{laplacian: C3}", "{laplacian: C3, colour: red}");
        text = Sample.Changed(text, "of: mu,", "of: nu,");
        var errors = Sample.Bad(text);

        Assert.Equal([3, 7, 11], errors.Select(e => e.Line));
    }

    [Theory]
    [InlineData("trials: 10", "trails: 10", "did you mean 'trials'?")]
    [InlineData("stream: eeg}", "steam: eeg}", "did you mean 'stream'?")]
    [InlineData("kalman_oscillator", "kalman_oscilator", "did you mean 'kalman_oscillator'?")]
    [InlineData("type: EEG", "type: eeg", "did you mean 'EEG'?")]
    [InlineData("of: mu,", "of: mue,", "did you mean 'mu'?")]
    [InlineData("target: m1", "target: cerebelum", "did you mean 'cerebellum'?")]
    public void A_word_that_is_not_known_comes_with_the_nearest_one(string old, string @new, string advice) =>
        Assert.Contains(advice, Sample.OneMistake(old, @new).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("trials: 10", "trials: 10, interval_ms: 4000", "'interval_ms' is in milliseconds; it is given in seconds: write 'interval_s: 4'.")]
    [InlineData("trials: 10", "trials: 10, interval: 4", "'interval' carries no unit; it is given in seconds: write 'interval_s'.")]
    [InlineData("target_deg: 180", "target_rad: 1.5707963267948966", "'target_rad' is in radians; it is given in degrees: write 'target_deg: 90'.")]
    [InlineData("action:", "max_age_s: 0.05\naction:", "'max_age_s' is in seconds; it is given in milliseconds: write 'max_age_ms: 50'.")]
    [InlineData("action:", "seed_s: 5\naction:", "'seed_s' is in seconds; it has no unit: write 'seed'.")]
    public void A_key_in_another_unit_is_told_the_right_one(string old, string @new, string message) =>
        Assert.Equal(message, Sample.OneMistake(old, @new).Message);

    [Theory]
    [InlineData("trials: 10", "trials: 10, interval_s: 4 s", "write 'interval_s: 4'")]
    [InlineData("trials: 10", "trials: 10, interval_s: '4,5'", "write 'interval_s: 4.5'")]
    [InlineData("trials: 10", "trials: 10, interval_s: soon", "write digits with a decimal point")]
    [InlineData("trials: 10", "trials: 10, interval_s: NaN", "possible is a bare number from 0.5 to 3600 s")]
    [InlineData("trials: 10", "trials: 10, interval_s: .inf", "possible is a bare number from 0.5 to 3600 s")]
    [InlineData("trials: 10", "trials: 10, interval_s: [4, 5]", "must be a number, not a list")]
    [InlineData("trials: 10", "trials: 2.5", "possible is a whole number")]
    [InlineData("trials: 10", "trials: 10, trials: 12", "stands here a second time")]
    [InlineData("trials: 10", "trials: ", "'protocol' needs a value for 'trials'")]
    [InlineData(", trials: 10", "", "'protocol' needs the key 'trials'")]
    [InlineData("kind: single, ", "", "'protocol' needs the key 'kind'; possible: single, cbi")]
    [InlineData("kind: single", "kind: triple", "'kind' is 'triple'; possible here: single, cbi")]
    [InlineData("version: 1", "version: 2", "possible is a whole number from 1 to 1")]
    [InlineData("simulated: true", "simulated: yes", "possible is true or false")]
    [InlineData("id: sub-01", "id: sub/01", "names a folder")]
    [InlineData("stream: eeg}", "stream: eeg, band_hz: [13, 8]}", "two rising numbers")]
    [InlineData("stream: eeg}", "stream: eeg, band_hz: 10}", "two rising numbers")]
    [InlineData("{laplacian: C3}", "{laplacian: C3, channel: C4}", "exactly one of laplacian, channel")]
    [InlineData("{laplacian: C3}", "{model_rate_hz: 500}", "needs exactly one of laplacian, channel")]
    [InlineData("{laplacian: C3}", "{laplacian: C3, neighbours: [C3, F3]}", "cannot be its own neighbour")]
    [InlineData("trigger: box.1", "trigger: box", "a dot, and a line from 1 to 8")]
    [InlineData("setting_percent_rmt: 120", "setting_percent_rmt: 140", "possible is 1 to 130 % RMT")]
    [InlineData("rmt_percent_mso: 50, ", "", "needs 'subject.rmt_percent_mso'")]
    [InlineData("action: {stimulate: {}}", "action: {}", "'action' needs exactly one of stimulate, feedback")]
    [InlineData("name: Single pulses", "name: !!str Single", "Anchors, aliases and tags")]
    public void What_is_impossible_is_said_with_what_is_possible(string old, string @new, string part) =>
        Assert.Contains(part, Sample.OneMistake(old, @new).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("stream: eeg}", "stream: emg}", "There is no stream under 'conditioning' 'emg'")]
    [InlineData("output: ts,", "output: cs,", "There is no output 'cs'; did you mean 'ts'?")]
    [InlineData("trigger: box.1", "trigger: fox.1", "There is no trigger 'fox'; did you mean 'box'?")]
    [InlineData("action:", "clock_stream: emg\naction:", "There is no stream of samples 'emg'; did you mean 'eeg'?")]
    [InlineData("  mu: {kind: kalman_oscillator, stream: eeg}", "  mu: {kind: kalman_oscillator, stream: eeg}\n  f: {kind: kalman_forward, feature: mu.size}", "There is no belief 'mu.size'")]
    [InlineData("phase: {of: mu, target_deg: 180}", "error: {of: mu, nis_below: 6.63}", "needed here is kalman_forward or adaptive_filter")]
    public void A_name_that_leads_nowhere_is_a_mistake(string old, string @new, string part) =>
        Assert.Contains(part, string.Join('\n', Sample.Bad(Sample.Changed(Sample.Single, old, @new)).Select(e => e.Message)), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("- a\n- b\n", "must be keys with values")]
    [InlineData("version: 1\n---\nversion: 1\n", "A second document")]
    [InlineData("version: 1\n\tname: x\n", "This is not YAML")]
    [InlineData("subject: {id: sub-01\n", "This is not YAML")]
    [InlineData("a: &x 1\nb: *x\n", "Anchors, aliases and tags")]
    [InlineData("? [1, 2]\n: 3\n", "A key must be a word")]
    public void What_is_not_an_experiment_at_all_is_one_clear_mistake(string text, string part)
    {
        var errors = Sample.Bad(text);

        Assert.Contains(errors, e => e.Message.Contains(part, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("Exception", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Nesting_without_end_is_refused_and_overflows_no_stack() =>
        Assert.Contains("levels of nesting", Sample.Bad(string.Concat(Enumerable.Repeat("{a: ", 20_000)))[0].Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_a_mistake_and_no_exception()
    {
        var reading = ClosedLoop.App.ExperimentFile.Read("/nowhere/experiment.yaml");

        Assert.Null(reading.Experiment);
        Assert.Contains("there is no such file", Assert.Single(reading.Errors).Message, StringComparison.Ordinal);
    }
}
