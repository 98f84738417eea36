namespace ClosedLoop.Acquisition;

/// <summary>
/// How a stream's stamps are brought onto the recorder's clock: measured offsets are cut where the sender's clock was reset, and
/// each
/// stretch gets a straight line, offset(t) = a + b·t, that minimises Huber's loss with a threshold of 0.1 ms, so that single late
/// measurements do not tilt it.
/// </summary>
/// <remarks>
/// Agrees with pyxdf: resets where successive measurements lie in negative time, or both their distance in time and the change of
/// offset are outliers (5 and 10 median absolute deviations, 5 s and 1 s). Set-up code: runs once when a file is opened.
/// </remarks>
internal static class ClockOffsetFit
{
    private const double HuberSeconds = 1e-4;
    private const int Iterations = 200;

    /// <summary>The lines, in the order of the measurements; empty if there is none.</summary>
    public static ClockLine[] Fit(IReadOnlyList<RecordedClockOffset> offsets)
    {
        var lines = new List<ClockLine>();
        var first = 0;
        var resets = FindResets(offsets);
        for (var i = 0; i < offsets.Count; i++)
        {
            if (i == offsets.Count - 1 || resets[i])
            {
                lines.Add(FitLine([.. offsets.Skip(first).Take(i + 1 - first)]));
                first = i + 1;
            }
        }

        return [.. lines];
    }

    private static bool[] FindResets(IReadOnlyList<RecordedClockOffset> offsets)
    {
        if (offsets.Count < 2)
        {
            return [];
        }

        var steps = Enumerable.Range(1, offsets.Count - 1).ToArray();
        double[] times = [.. steps.Select(i => offsets[i].CollectedSeconds - offsets[i - 1].CollectedSeconds)];
        double[] values = [.. steps.Select(i => offsets[i].OffsetSeconds - offsets[i - 1].OffsetSeconds)];
        var timeGlitches = FindOutliers(times, 5, 5);
        var valueGlitches = FindOutliers(values, 10, 1);
        return [.. times.Select((time, i) => time < 0 || (timeGlitches[i] && valueGlitches[i]))];
    }

    private static bool[] FindOutliers(double[] differences, double deviations, double seconds)
    {
        var median = Median(differences);
        double[] distances = [.. differences.Select(difference => Math.Abs(difference - median))];
        var spread = Median(distances) + double.BitIncrement(1) - 1;
        return [.. distances.Select(distance => distance / spread > deviations && distance > seconds)];
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static ClockLine FitLine(RecordedClockOffset[] offsets)
    {
        var (from, to) = (offsets[0].CollectedSeconds, offsets[^1].CollectedSeconds);
        var weights = new double[offsets.Length];
        Array.Fill(weights, 1);
        var line = WeightedLine(offsets, weights, from, to);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            for (var i = 0; i < offsets.Length; i++)
            {
                var error = Math.Abs(offsets[i].OffsetSeconds - line.OffsetAt(offsets[i].CollectedSeconds));
                weights[i] = error <= HuberSeconds ? 1 : HuberSeconds / error;
            }

            line = WeightedLine(offsets, weights, from, to);
        }

        return line;
    }

    /// <summary>Least squares about the weighted means, which keeps digits where times are large.</summary>
    private static ClockLine WeightedLine(RecordedClockOffset[] offsets, double[] weights, double from, double to)
    {
        double sum = 0, time = 0, value = 0, timeTime = 0, timeValue = 0;
        for (var i = 0; i < offsets.Length; i++)
        {
            sum += weights[i];
            time += weights[i] * (offsets[i].CollectedSeconds - from);
            value += weights[i] * offsets[i].OffsetSeconds;
        }

        (time, value) = (time / sum, value / sum);
        for (var i = 0; i < offsets.Length; i++)
        {
            var distance = offsets[i].CollectedSeconds - from - time;
            timeTime += weights[i] * distance * distance;
            timeValue += weights[i] * distance * (offsets[i].OffsetSeconds - value);
        }

        return new ClockLine(from, to, from + time, value, timeTime > 0 ? timeValue / timeTime : 0);
    }
}
