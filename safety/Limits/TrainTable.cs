using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// How long a conventional train may be, by frequency and intensity. A frequency or intensity between two listed ones is taken as the
/// next HIGHER one; beyond the last there is none.
/// </summary>
/// <remarks>Lookups neither allocate nor throw. Frequencies are compared as periods in whole nanoseconds, so equality is exact.</remarks>
public sealed class TrainTable
{
    private readonly int[] _percents;
    private readonly TrainTableCell[,] _cells;

    private TrainTable(string source, LimitCertainty certainty, int[] percents, TrainTableCell[,] cells)
    {
        Source = source;
        Certainty = certainty;
        _percents = percents;
        _cells = cells;
    }

    /// <summary>
    /// The longest isolated train (Wassermann 1998; table in Rossi et al. 2009, kept in 2021); where the source says "> x", nothing
    /// longer than x was tested, and x is the limit.
    /// </summary>
    public static TrainTable Single { get; } = new(
        "Wassermann 1998; Rossi et al. 2009, longest single train",
        LimitCertainty.Remembered,
        [90, 100, 110, 120, 130],
        new[,]
        {
            { Seconds(1800), Seconds(1800), Seconds(1800), Seconds(360), Seconds(50) },
            { Seconds(10), Seconds(10), Seconds(10), Seconds(10), Seconds(10) },
            { Seconds(5), Seconds(5), Seconds(5), Seconds(4.2), Seconds(2.9) },
            { Seconds(2.05), Seconds(2.05), Seconds(1.6), Seconds(1.0), Seconds(0.55) },
            { Seconds(1.28), Seconds(1.28), Seconds(0.84), Seconds(0.4), Seconds(0.24) },
        });

    /// <summary>The longest train of several, 5 s or more apart, with the margin of 25 % (Chen et al. 1997, part B; in Rossi et al. 2009).</summary>
    public static TrainTable Reduced { get; } = new(
        "Chen et al. 1997, with the margin of 25 %; Rossi et al. 2009",
        LimitCertainty.Remembered,
        [100, 110, 120, 130],
        new TrainTableCell[,]
        {
            { new(270, 270), new(270, 270), new(180, 180), new(50, 50) },
            { new(10, 50), new(10, 50), new(10, 50), new(10, 50) },
            { new(5, 50), new(5, 50), new(3.2, 32), new(2.2, 22) },
            { new(1.5, 30), new(1.2, 24), new(0.8, 16), new(0.4, 8) },
            { new(1.0, 25), new(0.7, 17), new(0.3, 7), new(0.2, 5) },
        });

    /// <summary>Frequencies of the rows, Hz.</summary>
    public static IReadOnlyList<int> Frequencies { get; } = [1, 5, 10, 20, 25];

    /// <summary>Intensities of the columns, % of resting motor threshold.</summary>
    public IReadOnlyList<int> Percents => _percents;

    /// <summary>Where the numbers come from.</summary>
    public string Source { get; }

    /// <summary>How well they are known.</summary>
    public LimitCertainty Certainty { get; }

    /// <summary>The cell of a row and a column, both from 0.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such cell.</exception>
    public TrainTableCell this[int row, int column] => _cells[row, column];

    /// <summary>The row and column for a train, both rounded up.</summary>
    /// <param name="period">Onset to onset of the train's pulses.</param>
    /// <param name="setting">The setting of its pulses.</param>
    /// <param name="restingThreshold">The subject's threshold, above 0.</param>
    /// <param name="cell">How long and how many pulses the train may have.</param>
    /// <returns>False when the train is faster, or stronger, than the table goes.</returns>
    public bool TryFind(Duration period, PercentMso setting, PercentMso restingThreshold, out TrainTableCell cell)
    {
        cell = default;
        var row = Row(period);
        var column = Column(setting.TotalPercent, restingThreshold.TotalPercent);
        if (row < 0 || column < 0)
        {
            return false;
        }

        cell = _cells[row, column];
        return true;
    }

    private static TrainTableCell Seconds(double seconds) => new(seconds, int.MaxValue);

    private static int Row(Duration period)
    {
        for (var row = 0; row < Frequencies.Count; row++)
        {
            if (period.TotalNanoseconds >= 1_000_000_000 / Frequencies[row])
            {
                return row;
            }
        }

        return -1;
    }

    private int Column(double setting, double threshold)
    {
        for (var column = 0; column < _percents.Length; column++)
        {
            if (setting <= _percents[column] * threshold / 100)
            {
                return column;
            }
        }

        return -1;
    }
}
