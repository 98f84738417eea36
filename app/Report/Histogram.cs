namespace ClosedLoop.App;

/// <summary>Counts in bins of equal, round width.</summary>
/// <param name="Start">Lower edge of the first bin.</param>
/// <param name="Width">Width of each bin, more than 0.</param>
/// <param name="Counts">Values with Start + i × Width ≤ value &lt; Start + (i + 1) × Width; the last bin holds its upper edge
/// too.</param>
internal sealed record Histogram(double Start, double Width, IReadOnlyList<int> Counts)
{
    private static readonly double[] RoundSteps = [1, 2, 5, 10];

    /// <summary>The middle of each bin.</summary>
    public IReadOnlyList<double> Centres => [.. Counts.Index().Select(c => Start + ((c.Index + 0.5) * Width))];

    /// <summary>A histogram over all values with about <paramref name="bins"/> bins, at least 1.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Histogram Of(IReadOnlyList<double> values, int bins)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("A histogram needs at least one value.", nameof(values));
        }

        var (least, most) = (values.Min(), values.Max());
        var width = RoundWidth(most > least ? (most - least) / bins : 1);
        // Equal values stand in the middle of their one bin, everything else between round edges.
        var start = most > least ? Math.Floor(least / width) * width : least - (width / 2);
        var counts = new int[Math.Max(1, (int)Math.Ceiling((most - start) / width))];
        foreach (var value in values)
        {
            counts[Math.Min(counts.Length - 1, (int)((value - start) / width))]++;
        }

        return new Histogram(start, width, counts);
    }

    // The next of 1, 2, 5 × 10ⁿ, so that edges are numbers that people read.
    private static double RoundWidth(double width)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return RoundSteps.Select(step => step * power).First(step => step >= width * (1 - 1e-9));
    }
}
