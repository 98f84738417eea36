using System.Globalization;
using ClosedLoop.Core;
using ClosedLoop.Model;
using ClosedLoop.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Model;

/// <summary>
/// Recorded responses against the features that MEPFeatX, another program, found in them (BSD-3-Clause, NeuromodulationUEF). Each trial
/// begins 50 ms before its pulse, so rest is judged over −50 to −5 ms.
/// </summary>
public sealed class RecordedMepTests(ITestOutputHelper output)
{
    private const double RateHz = 3000;
    private const int PulseFrame = 150;

    // ID01 is a hand muscle; ID02 and ID04 are tibialis anterior.
    [Theory]
    [InlineData("ID01", false)]
    [InlineData("ID02", true)]
    [InlineData("ID04", true)]
    public void Amplitudes_agree_within_1_percent_in_95_of_100_trials(string person, bool isLeg)
    {
        if (Read(person) is not var (trials, features))
        {
            return;
        }

        var results = Measure(trials, Settings(isLeg));
        var found = Enumerable.Range(0, trials.Length).Where(trial => features[trial].Amplitude > 0).ToArray();
        var errors = found.Select(trial => Math.Abs((results[trial].Microvolts / features[trial].Amplitude) - 1)).ToArray();
        var within = errors.Count(error => error < 0.01);
        var valid = found.Count(trial => results[trial].IsPresent);
        var late = found.Select(trial => results[trial].LatencyMilliseconds - features[trial].Latency).Order().ToArray();
        var near = late.Count(ms => Math.Abs(ms) < 2);
        Say($"{person}: amplitude of {within} of {found.Length} within 1 %, worst {errors.Max():P2}; {valid} valid and present");
        Say($"onset − reference: median {late[late.Length / 2]:0.00} ms, {late[0]:0.00} to {late[^1]:0.00}; {near} within 2 ms");

        Assert.True(found.Length >= 20);
        Assert.True(within >= 0.95 * found.Length);
        Assert.True(valid >= 0.95 * found.Length);
        Assert.InRange(late[late.Length / 2], -0.5, 0.5);
        Assert.True(near >= 0.8 * found.Length);
    }

    // Every second trial of ID02 has the response to a conditioning pulse before its pulse: 10 to 133 µV r.m.s. against 1 to 2.
    [Fact]
    public void Rest_before_the_pulse_tells_the_two_kinds_of_trial_of_ID02_apart()
    {
        if (Read("ID02") is not var (trials, features))
        {
            return;
        }

        var strict = Measure(trials, Settings(isLeg: true) with { RestRmsMicrovolts = 5 });
        var usual = Measure(trials, Settings(isLeg: true));
        var (restful, active) = (usual.Where((_, i) => i % 2 == 0).ToArray(), usual.Where((_, i) => i % 2 == 1).ToArray());
        Say($"rest {restful.Min(r => r.BackgroundRms):0.0} to {restful.Max(r => r.BackgroundRms):0.0} µV r.m.s.");
        Say($"active {active.Min(r => r.BackgroundRms):0.0} to {active.Max(r => r.BackgroundRms):0.0} µV r.m.s.");
        Say($"rejected at 15 µV: {restful.Count(r => !r.IsValid)} and {active.Count(r => !r.IsValid)} of 20");

        Assert.True(restful.Max(result => result.BackgroundRms) < active.Min(result => result.BackgroundRms));
        Assert.All(restful, result => Assert.Equal(MepFlaw.None, result.Flaw));
        Assert.True(active.Count(result => result.Flaw == MepFlaw.BackgroundActivity) >= 18);
        Assert.Equal(features.Select(feature => feature.Amplitude == 0), strict.Select(result => result.Flaw == MepFlaw.BackgroundActivity));
    }

    private static MepSettings Settings(bool isLeg) =>
        (isLeg ? MepSettings.Leg : new()) with { BaselineFromMs = -50, PrestimulusFromMs = -50 };

    private static MepResult[] Measure(float[][] trials, MepSettings settings)
    {
        var measurement = new MepMeasurement(Frequency.FromHertz(RateHz), settings);
        var results = new List<MepResult>();
        for (var trial = 0; trial < trials.Length; trial++)
        {
            var start = Instant.FromSeconds(10 + (5 * trial));
            measurement.OnMark(new(start + Duration.FromSeconds(PulseFrame / RateHz), 0, StimulusMarkKind.Fired, trial + 1, 0));
            for (var i = 0; i < trials[trial].Length; i++)
            {
                var quality = i == 0 && trial > 0 ? SampleQuality.AfterGap : SampleQuality.Good;
                measurement.Take(trials[trial][i], quality, start + Duration.FromSeconds(i / RateHz));
            }

            Assert.True(measurement.TryTake(out var result));
            results.Add(result);
        }

        return [.. results];
    }

    private (float[][] Trials, (double Amplitude, double Latency)[] Features)? Read(string person)
    {
        var trials = SharedRecordings.FindOrSay($"mep-mepfeatx/{person}_trials.csv", output.WriteLine);
        var features = SharedRecordings.FindOrSay($"mep-mepfeatx/{person}_features.csv", output.WriteLine);
        return trials is null || features is null
            ? null
            : ([.. File.ReadLines(trials).Select(line => line.Split(',').Select(Number).Select(value => (float)value).ToArray())],
                [.. File.ReadLines(features).Skip(1).Select(line => line.Split(',')).Select(cells => (Number(cells[0]), Number(cells[1])))]);
    }

    private void Say(FormattableString line) => output.WriteLine(FormattableString.Invariant(line));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
