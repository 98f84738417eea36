using System.Globalization;
using ClosedLoop.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Loop;

/// <summary>
/// Pulses at the trough of mu, decided 20 ms ahead, against zero-phase filters that see the future: the figures that the experiment promises
/// on three recordings, over every onset of its rule.
/// </summary>
public sealed class ReplayPhaseTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Subject05_1")]
    [InlineData("Subject19_1")]
    [InlineData("Subject25_1")]
    public void Onsets_are_many_and_near_the_trough_and_pulses_keep_their_distance(string subject)
    {
        if (Recording(subject) is not { } recording)
        {
            return;
        }

        using var run = ReplayRun.Of(recording);
        var summary = run.Summary;
        output.WriteLine(FormattableString.Invariant(
            $"{subject}: {summary.Requested} onsets, circular sd {summary.CircularSdDeg:0.0}°, bias {summary.PhaseBiasDeg:0.0}°, {summary.Admitted} admitted"));

        Assert.InRange(summary.Requested, 100, long.MaxValue);
        Assert.InRange(summary.CircularSdDeg, 0, 45);
        Assert.Equal(summary.Requested, summary.Held + summary.Refused + summary.Admitted);
        Assert.True(summary.OpenLoop);
        AssertApart(run, summary.Admitted);
    }

    private string? Recording(string subject) => subject == "Subject25_1"
        ? ReplayRun.Recording
        : SharedRecordings.FindOrSay($"eegmat/{subject}.edf", output.WriteLine);

    private static void AssertApart(ReplayRun run, long admitted)
    {
        var table = File.ReadAllLines(run.PathOf("trials.tsv")).Select(line => line.Split('\t')).ToList();
        var column = Array.IndexOf(table[0], "asked_s");
        var asked = table.Skip(1).Select(row => decimal.Parse(row[column], CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(admitted, asked.Count);
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 4m, decimal.MaxValue));
    }
}
