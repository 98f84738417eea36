using System.Diagnostics;
using System.Globalization;
using ClosedLoop.App;

namespace ClosedLoop.Bench;

/// <summary>
/// <c>cbi-coverage [--seeds 400] [--first 1] [--threads N]</c>: the CBI experiment on as many virtual subjects, on a virtual
/// clock. How often does the 95 % interval hold the hidden ratio, and how wide is it? Writes
/// <c>bench/results/cbi-coverage.md</c>.
/// </summary>
internal static class CbiCoverage
{
    private const string Usage = "cbi-coverage needs at least 2 seeds and 1 thread, e.g. --seeds 400 --first 1 --threads 2";

    public static int Run(string[] arguments)
    {
        var seeds = Option(arguments, "--seeds", 400);
        var first = Option(arguments, "--first", 1);
        var threads = Option(arguments, "--threads", Environment.ProcessorCount);
        if (seeds < 2 || threads < 1)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var root = Repository.Root();
        var experiment = ExperimentLoading.Load(Path.Combine(root, "experiments", "cbi-mu-phase.yaml"));
        var watch = Stopwatch.StartNew();
        var results = VirtualCohort.Run(experiment, first, seeds, threads);
        var text = new CbiCoverageReport(experiment, results, first, threads, watch.Elapsed).Text();
        Console.Write(text);
        var folder = Directory.CreateDirectory(Path.Combine(root, "bench", "results"));
        File.WriteAllText(Path.Combine(folder.FullName, "cbi-coverage.md"), text);
        return 0;
    }

    private static int Option(string[] arguments, string name, int otherwise)
    {
        var at = Array.IndexOf(arguments, name);
        if (at < 0)
        {
            return otherwise;
        }

        var isNumber = int.TryParse(arguments.ElementAtOrDefault(at + 1), CultureInfo.InvariantCulture, out var value);
        return isNumber ? value : -1;
    }
}
