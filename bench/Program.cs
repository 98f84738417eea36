using ClosedLoop.Bench;

// A measurement a line: its name, and what it does with the arguments that follow.
var measurements = new Dictionary<string, Func<string[], int>>
{
    ["cbi-coverage"] = CbiCoverage.Run,
    ["replay-speed"] = ReplaySpeed.Run,
    ["micro"] = arguments =>
    {
        BenchmarkDotNet.Running.BenchmarkRunner.Run<PathBenchmarks>(null, arguments);
        return 0;
    },
};

if (args.Length > 0 && measurements.TryGetValue(args[0], out var measure))
{
    return measure(args[1..]);
}

Console.Error.WriteLine($"Name a measurement: {string.Join(", ", measurements.Keys)}.");
return 2;
