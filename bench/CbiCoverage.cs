using System.Diagnostics;
using System.Globalization;
using System.Text;
using ClosedLoop.App;
using ClosedLoop.Core;

namespace ClosedLoop.Bench;

/// <summary>
/// <c>cbi-coverage [--seeds 400] [--first 1] [--threads N]</c>: the CBI experiment on as many virtual subjects, on a virtual clock. How often
/// does the 95 % interval hold the hidden ratio, and how wide is it? Writes <c>bench/results/cbi-coverage.md</c>.
/// </summary>
internal static class CbiCoverage
{
    private static readonly int[] Milestones = [10, 20, 30, 40];

    public static int Run(string[] arguments)
    {
        var seeds = Option(arguments, "--seeds", 400);
        var first = Option(arguments, "--first", 1);
        var threads = Option(arguments, "--threads", Environment.ProcessorCount);
        if (seeds < 2 || threads < 1)
        {
            Console.Error.WriteLine("cbi-coverage needs at least 2 seeds, on at least 1 thread: cbi-coverage --seeds 400 --first 1 --threads 2");
            return 2;
        }

        var root = Repository.Root();
        var experiment = ExperimentLoading.Load(Path.Combine(root, "experiments", "cbi-mu-phase.yaml"));
        var watch = Stopwatch.StartNew();
        var results = VirtualCohort.Run(experiment, first, seeds, threads);
        var text = Report(experiment, results, first, threads, watch.Elapsed);
        Console.Write(text);
        Directory.CreateDirectory(Path.Combine(root, "bench", "results"));
        File.WriteAllText(Path.Combine(root, "bench", "results", "cbi-coverage.md"), text);
        return 0;
    }

    private static string Report(
        Experiment experiment, IReadOnlyList<VirtualSessionResult> results, int first, int threads, TimeSpan elapsed)
    {
        var seeds = results.Count;
        var (held, low, high) = Coverage(results.Count(result => result.HoldsTruth), seeds);
        var errors = results.Select(result => Math.Log(result.Cbi.Ratio) - Math.Log(result.TrueRatio)).ToList();
        var trials = results.Sum(result => result.Trials.Count);
        var valid = results.Sum(result => result.Trials.Count(trial => trial.IsValid));
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# CBI on a virtual clock: {seeds} seeds");
        Line($"");
        Line($"`dotnet run -c Release --project bench -- cbi-coverage --seeds {seeds} --first {first} --threads {threads}`, {ProgramVersion.Text}, resolved experiment {experiment.Sha256()[..16]}");
        Line($"(`experiments/cbi-mu-phase.yaml`, seeds {first} to {first + seeds - 1}). {threads} threads on {Environment.ProcessorCount} cores, {elapsed.TotalSeconds:0} s,");
        Line($"{results.Sum(result => result.Length.TotalSeconds) / elapsed.TotalSeconds:0} times real time.");
        Line($"");
        Line($"| what | value |");
        Line($"| --- | --- |");
        Line($"| intervals that hold the hidden ratio | {100 * held:0.0} % (binomial 95 %: {100 * low:0.0} to {100 * high:0.0} %) |");
        Line($"| missed below, above | {results.Count(r => r.Cbi.High < r.TrueRatio)}, {results.Count(r => r.Cbi.Low > r.TrueRatio)} |");
        Line($"| error of ln ratio, root mean square | {Math.Sqrt(errors.Average(error => error * error)):0.000} |");
        Line($"| error of ln ratio, mean | {errors.Average():0.000} ± {Deviation(errors) / Math.Sqrt(seeds):0.000} (standard error) |");
        Line($"| sessions with enough trials to conclude | {100.0 * results.Count(result => result.Cbi.IsEnough) / seeds:0.0} % |");
        Line($"| valid trials | {valid} of {trials} |");
        Line($"| refused by the gate, skipped or fired late | {results.Sum(r => r.Counts.Refused)}, {results.Sum(r => r.Counts.SkippedLate)}, {results.Sum(r => r.Counts.FiredLate)} |");
        Line($"| true mu phase at test pulses | mean {Direction(results).Degrees:0}°, resultant {Direction(results).Length:0.00} |");
        Line($"| length of a session, mean | {results.Average(result => result.Length.TotalSeconds):0} s |");
        Line($"");
        Line($"| after trial | mean width of the interval, ln ratio | holds the truth | error of ln ratio, root mean square |");
        Line($"| --- | --- | --- | --- |");
        foreach (var milestone in Milestones.Where(m => results.All(result => result.Trials.Count >= m)))
        {
            AddMilestone(text, results, milestone);
        }

        return text.ToString();
    }

    private static void AddMilestone(StringBuilder text, IReadOnlyList<VirtualSessionResult> results, int milestone)
    {
        var states = results.Select(result => (Trial: result.Trials[milestone - 1], Truth: result.TrueRatio))
            .Where(state => double.IsFinite(state.Trial.CbiRatio)).ToList();
        var width = states.Average(state => Math.Log(state.Trial.CbiHigh / state.Trial.CbiLow));
        var held = states.Count(state => state.Trial.CbiLow <= state.Truth && state.Truth <= state.Trial.CbiHigh);
        var error = Math.Sqrt(states.Average(state => Math.Pow(Math.Log(state.Trial.CbiRatio / state.Truth), 2)));
        text.Append(CultureInfo.InvariantCulture, $"| {milestone} | {width:0.000} | {100.0 * held / states.Count:0.0} % | {error:0.000} |\n");
    }

    /// <summary>The share with its 95 % interval after Wilson.</summary>
    private static (double Share, double Low, double High) Coverage(int held, int count)
    {
        const double Z = 1.959963984540054;
        var share = (double)held / count;
        var scale = 1 + (Z * Z / count);
        var middle = (share + (Z * Z / (2 * count))) / scale;
        var reach = Z * Math.Sqrt((share * (1 - share) / count) + (Z * Z / (4.0 * count * count))) / scale;
        return (share, middle - reach, middle + reach);
    }

    private static (double Degrees, double Length) Direction(IReadOnlyList<VirtualSessionResult> results)
    {
        var phases = results.SelectMany(result => result.Responses).Select(response => response.MuPhase.TotalRadians).ToList();
        var (cos, sin) = (phases.Average(Math.Cos), phases.Average(Math.Sin));
        return (Math.Atan2(sin, cos) * 180 / Math.PI, Math.Sqrt((cos * cos) + (sin * sin)));
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static int Option(string[] arguments, string name, int otherwise)
    {
        var at = Array.IndexOf(arguments, name);
        return at < 0 ? otherwise
            : at + 1 < arguments.Length && int.TryParse(arguments[at + 1], CultureInfo.InvariantCulture, out var value) ? value : -1;
    }
}
