using System.Globalization;
using System.Text;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;

namespace ClosedLoop.Tests.Model;

/// <summary>Real EEG for tests of oscillations: a Laplacian over C3, and the trials of the phase benchmark.</summary>
internal static class SharedEeg
{
    private static readonly string[] s_neighbours = ["F3", "P3", "Cz", "T3"];

    /// <summary>C3 minus the mean of F3, P3, Cz and T3, µV, or null where the recording is not at hand.</summary>
    public static (double[] Microvolts, Frequency Rate)? Laplacian(string recording, Action<string> write) =>
        Derive(recording, write, label => label == "C3" ? 1 : s_neighbours.Contains(label) ? -0.25 : 0);

    /// <summary>One channel, µV, or null where the recording is not at hand.</summary>
    public static (double[] Microvolts, Frequency Rate)? Channel(string recording, string channel, Action<string> write) =>
        Derive(recording, write, label => label == channel ? 1 : 0);

    private static (double[] Microvolts, Frequency Rate)? Derive(string recording, Action<string> write, Func<string, double> weightOf)
    {
        if (SharedRecordings.FindOrSay(recording, write) is not { } path)
        {
            return null;
        }

        return ReadEdf(File.ReadAllBytes(path), weightOf);
    }

    // As much of EDF as these recordings need: one rate, no annotations among the weighted signals.
    private static (double[] Microvolts, Frequency Rate) ReadEdf(byte[] file, Func<string, double> weightOf)
    {
        string Text(int at, int length) => Encoding.ASCII.GetString(file, at, length).Trim();
        double Number(int at) => double.Parse(Text(at, 8), CultureInfo.InvariantCulture);
        var (header, records, signals) = ((int)Number(184), (int)Number(236), int.Parse(Text(252, 4), CultureInfo.InvariantCulture));
        int Field(int bytesBefore, int width, int signal) => 256 + (signals * bytesBefore) + (signal * width);
        var samples = Enumerable.Range(0, signals).Select(signal => (int)Number(Field(216, 8, signal))).ToArray();
        var microvolts = new double[records * samples[0]];
        for (var signal = 0; signal < signals; signal++)
        {
            var weight = weightOf(Text(Field(0, 16, signal), 16).Replace("EEG ", "", StringComparison.Ordinal));
            var (low, high) = (Number(Field(104, 8, signal)), Number(Field(112, 8, signal)));
            var (lowDigit, highDigit) = (Number(Field(120, 8, signal)), Number(Field(128, 8, signal)));
            for (var i = 0; weight != 0 && i < microvolts.Length; i++)
            {
                var (record, within) = Math.DivRem(i, samples[signal]);
                var place = (record * samples.Sum()) + samples.Take(signal).Sum() + within;
                var digit = BitConverter.ToInt16(file, header + (2 * place));
                microvolts[i] += weight * (((digit - lowDigit) * (high - low) / (highDigit - lowDigit)) + low);
            }
        }

        return (microvolts, Frequency.FromHertz(samples[0] / Number(244)));
    }

    /// <summary>A benchmark recording with its true phases, or null where the benchmark is not at hand.</summary>
    public static (double[] Microvolts, (int Sample, double Radians)[] Truth)? Benchmark(string name, string band, Action<string> write)
    {
        if (SharedRecordings.Find("../phase-benchmark") is not { } folder)
        {
            write("Left out: the phase benchmark is not beside the repository.");
            return null;
        }

        var bytes = File.ReadAllBytes(Path.Combine(folder, "recordings", name + ".i16"));
        var microvolts = new double[bytes.Length / 2];
        for (var i = 0; i < microvolts.Length; i++)
        {
            microvolts[i] = 0.01 * BitConverter.ToInt16(bytes, 2 * i);
        }

        var phases = File.ReadLines(Path.Combine(folder, "truth.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => double.Parse(cells[1], CultureInfo.InvariantCulture));
        var truth = File.ReadLines(Path.Combine(folder, "trials.csv")).Skip(1).Select(line => line.Split(','))
            .Where(cells => cells[1] == name && cells[3] == band)
            .Select(cells => (int.Parse(cells[2], CultureInfo.InvariantCulture), phases[cells[0]])).ToArray();
        return (microvolts, truth);
    }
}
