using System.Diagnostics;
using System.Globalization;
using ClosedLoop.App;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Bench;

/// <summary>
/// <c>replay-speed [--runs 9]</c>: how many times faster than real time the golden recording goes through the live pipeline on one core, and
/// what reading the file and hashing its inputs take of that. Writes <c>bench/results/replay-speed.md</c>.
/// </summary>
internal static class ReplaySpeed
{
    private const int Block = 32;

    public static int Run(string[] arguments)
    {
        var runs = arguments.Length == 2 && arguments[0] == "--runs" && int.TryParse(arguments[1], out var n) && n > 0 ? n : 9;
        var root = Repository.Root();
        var path = Path.Combine(root, "replay-data", "mu-trigger");
        var experiment = ExperimentLoading.Load(Path.Combine(path, "experiment.yaml"));
        var recording = Path.Combine(path, "Subject25_1.edf");
        Replay(experiment, recording);
        var replays = Enumerable.Range(0, runs).Select(_ => Replay(experiment, recording)).ToList();
        var text = Report(experiment, recording, replays, runs);
        Console.Write(text);
        Directory.CreateDirectory(Path.Combine(root, "bench", "results"));
        File.WriteAllText(Path.Combine(root, "bench", "results", "replay-speed.md"), text);
        return 0;
    }

    private static string Report(Experiment experiment, string recording, List<ReplaySummary> replays, int runs)
    {
        var one = replays[0];
        var bytes = (long)one.Evaluations * (25 + (one.Channels * sizeof(float)));
        var reading = one.DurationS / Median(runs, () => Read(experiment, recording));
        var hashing = one.DurationS / Median(runs, () => Hash(bytes));
        var factors = replays.Select(replay => replay.RealtimeFactor).Order().ToList();
        var withFit = replays.Select(replay => replay.DurationS / ((replay.DurationS / replay.RealtimeFactor) + replay.FitS)).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Speed of a replay

            `dotnet run -c Release --project bench -- replay-speed --runs {runs}`, {ProgramVersion.Text}: {one.DurationS:0} s of {one.Channels} channels
            at {one.RateHz:0} Hz (`replay-data/mu-trigger`), blocks of {Block} frames, one thread. {Environment.ProcessorCount} cores of {Processor()}, load {Load()} at the end,
            {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}. Medians of {runs} runs after one that warms up; in brackets the slowest and the fastest.

            | what | times real time |
            | --- | --- |
            | replay: turns, hashes, conditioning, model, rule, gate, journal | {Middle(factors):0} ({factors[0]:0} to {factors[^1]:0}) |
            | the same with the calibration's fit, which runs beside the loop in a live session | {Middle(withFit):0} ({withFit[0]:0} to {withFit[^1]:0}) |
            | reading the file alone, turn by turn | {reading:0} |
            | hashing the inputs alone, {bytes / 1e6:0.0} MB | {hashing:0} |

            The fit itself takes {1e3 * Middle([.. replays.Select(replay => replay.FitS).Order()]):0} ms. Left out of the first line besides the fit: start-up, and the code
            that the runtime compiles on first use within the loop ({1e3 * Middle([.. replays.Select(replay => replay.CompilingS).Order()]):0.0} ms once warm).

            """);
    }

    private static ReplaySummary Replay(Experiment experiment, string recording)
    {
        var folder = Directory.CreateTempSubdirectory("closedloop-bench-");
        try
        {
            using var replay = new RecordingReplay(experiment, recording, SessionPlace.Create(folder.FullName, "bench", "replay"), Block);
            return replay.Run(_ => { });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Read(Experiment experiment, string recording)
    {
        using var streams = new RecordingStreams(experiment, recording, Block);
        var source = streams.Sources[0];
        var block = new SampleBlock(source.Stream, 1);
        while (source.TryPeek(out var time))
        {
            block.Clear();
            source.Allow(1);
            source.Poll(block, time);
        }
    }

    private static void Hash(long bytes)
    {
        using var hash = new StageHash();
        var frame = new byte[109];
        for (long done = 0; done < bytes; done += frame.Length)
        {
            hash.Append(frame);
        }
    }

    private static double Median(int runs, Action work)
    {
        work();
        return Middle([.. Enumerable.Range(0, runs).Select(_ => Seconds(work)).Order()]);
    }

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Middle(List<double> sorted) => sorted[sorted.Count / 2];

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(IsModelName) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]
            : System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

    private static bool IsModelName(string line) => line.StartsWith("model name", StringComparison.Ordinal);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
