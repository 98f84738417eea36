using System.Globalization;
using System.Text;
using ClosedLoop.App;

namespace ClosedLoop.Bench;

/// <summary>Coverage, width and error of the CBI intervals of many virtual sessions, as a page of Markdown.</summary>
internal sealed class CbiCoverageReport(
    Experiment experiment, IReadOnlyList<VirtualSessionResult> results, int firstSeed, int threads, TimeSpan elapsed)
{
    private static readonly int[] Milestones = [10, 20, 30, 40];

    private readonly StringBuilder _text = new();

    /// <summary>The page.</summary>
    public string Text()
    {
        AddHead();
        AddWhole();
        AddMilestones();
        return _text.ToString();
    }

    private void AddHead()
    {
        var speed = results.Sum(result => result.Length.TotalSeconds) / elapsed.TotalSeconds;
        Line($"# CBI on a virtual clock: {results.Count} seeds");
        Line($"");
        Line($"`cbi-coverage --seeds {results.Count} --first {firstSeed} --threads {threads}`, version {ProgramVersion.Text},");
        Line($"`experiments/cbi-mu-phase.yaml`, resolved SHA-256 {experiment.Sha256()[..16]}….");
        Line($"{threads} threads on {Environment.ProcessorCount} cores, {elapsed.TotalSeconds:0} s, {speed:0} times real time.");
        Line($"");
    }

    private void AddWhole()
    {
        var held = results.Count(result => result.HoldsTruth);
        var (low, high) = Wilson(held, results.Count);
        var errors = results.Select(result => Math.Log(result.Cbi.Ratio / result.TrueRatio)).ToList();
        var (below, above) = (results.Count(r => r.Cbi.High < r.TrueRatio), results.Count(r => r.Cbi.Low > r.TrueRatio));
        var trials = results.SelectMany(result => result.Trials).ToList();
        var (degrees, resultant) = Direction();
        Line($"| what | value |");
        Line($"| --- | --- |");
        Line($"| intervals that hold the hidden ratio (binomial 95 %) | {Percent(held)} ({low} to {high}) |");
        Line($"| intervals below, above it | {below}, {above} |");
        Line($"| error of ln ratio, root mean square | {Math.Sqrt(errors.Average(error => error * error)):0.000} |");
        Line($"| error of ln ratio, mean ± standard error | {errors.Average():0.000} ± {StandardError(errors):0.000} |");
        Line($"| sessions that may conclude, present or absent | {Percent(results.Count(result => result.Cbi.IsEnough))} |");
        Line($"| valid trials | {trials.Count(trial => trial.IsValid)} of {trials.Count} |");
        Line($"| requests refused by the gate | {results.Sum(result => result.Counts.Refused)} |");
        Line($"| pulses skipped or fired late | {results.Sum(result => result.Counts.SkippedLate + result.Counts.FiredLate)} |");
        Line($"| true mu phase at test pulses | mean {degrees:0}°, resultant length {resultant:0.00} |");
        Line($"| virtual length of a session, mean | {results.Average(result => result.Length.TotalSeconds):0} s |");
        Line($"");
    }

    private void AddMilestones()
    {
        Line($"| after trial | mean width of the interval, ln ratio | holds the truth | error of ln ratio, root mean square |");
        Line($"| --- | --- | --- | --- |");
        foreach (var milestone in Milestones.Where(milestone => results.All(result => result.Trials.Count >= milestone)))
        {
            AddMilestone(milestone);
        }
    }

    private void AddMilestone(int milestone)
    {
        var states = results.Select(result => (Trial: result.Trials[milestone - 1], Truth: result.TrueRatio))
            .Where(state => double.IsFinite(state.Trial.CbiRatio)).ToList();
        var width = states.Average(state => Math.Log(state.Trial.CbiHigh / state.Trial.CbiLow));
        var held = states.Count(state => state.Trial.CbiLow <= state.Truth && state.Truth <= state.Trial.CbiHigh);
        var error = Math.Sqrt(states.Average(state => Math.Pow(Math.Log(state.Trial.CbiRatio / state.Truth), 2)));
        Line($"| {milestone} | {width:0.000} | {Percent((double)held / states.Count)} | {error:0.000} |");
    }

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private string Percent(int count) => Percent((double)count / results.Count);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>The 95 % interval of a share, after Wilson 1927.</summary>
    private static (string Low, string High) Wilson(int held, int count)
    {
        const double Z = 1.959963984540054;
        var share = (double)held / count;
        var scale = 1 + (Z * Z / count);
        var middle = (share + (Z * Z / (2 * count))) / scale;
        var reach = Z * Math.Sqrt((share * (1 - share) / count) + (Z * Z / (4.0 * count * count))) / scale;
        return (Percent(middle - reach), Percent(middle + reach));
    }

    private (double Degrees, double Length) Direction()
    {
        var phases = results.SelectMany(result => result.Responses).Select(response => response.MuPhase.TotalRadians).ToList();
        var (cos, sin) = (phases.Average(Math.Cos), phases.Average(Math.Sin));
        return (Math.Atan2(sin, cos) * 180 / Math.PI, Math.Sqrt((cos * cos) + (sin * sin)));
    }

    private static double StandardError(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
    }
}
