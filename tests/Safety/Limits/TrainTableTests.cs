using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>Every cell of the two tables, what is allowed at its edge, and one step beyond.</summary>
public sealed class TrainTableTests
{
    public static TheoryData<bool, int, int> Cells
    {
        get
        {
            var cells = new TheoryData<bool, int, int>();
            for (var row = 0; row < 5; row++)
            {
                for (var column = 0; column < 5; column++)
                {
                    cells.Add(true, row, column);
                    if (column < 4)
                    {
                        cells.Add(false, row, column);
                    }
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_tables_hold_the_published_numbers(bool isSingle, int row, int column)
    {
        var cell = isSingle ? TrainTable.Single[row, column] : TrainTable.Reduced[row, column];
        Assert.Equal(isSingle ? PublishedTables.Single[row][column] : PublishedTables.ReducedSeconds[row][column], cell.Seconds);
        Assert.Equal(isSingle ? int.MaxValue : PublishedTables.Reduced[row][column], cell.Pulses);
        Assert.Equal((isSingle ? 90 : 100) + (10 * column), (isSingle ? TrainTable.Single : TrainTable.Reduced).Percents[column]);
        Assert.Equal(PublishedTables.Hertz[row], TrainTable.Frequencies[row]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_gate_allows_the_cell_and_refuses_one_pulse_more(bool isSingle, int row, int column)
    {
        var most = isSingle
            ? (int)Math.Floor((PublishedTables.Single[row][column] * PublishedTables.Hertz[row]) + 1e-9)
            : Math.Min(PublishedTables.Reduced[row][column], (int)Math.Floor((PublishedTables.ReducedSeconds[row][column] * PublishedTables.Hertz[row]) + 1e-9));
        Assert.True(Ask(isSingle, row, column, most).IsAdmitted);
        var refused = Ask(isSingle, row, column, most + 1);
        LimitId[] ofTable = [LimitId.TrainDuration, LimitId.TrainPulses];
        LimitId[] ofRun = [LimitId.PulsesPerRepetitiveRun];
        Assert.Contains(refused.Limit, most == 1800 ? ofRun : ofTable);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_little_faster_is_taken_as_the_next_frequency(bool isSingle, int row, int column)
    {
        var table = isSingle ? TrainTable.Single : TrainTable.Reduced;
        var period = Duration.FromNanoseconds((1_000_000_000 / PublishedTables.Hertz[row]) - 1);
        var found = table.TryFind(period, Mso(table, column), PercentMso.FromPercent(50), out var cell);
        Assert.Equal(row < 4, found);
        if (row < 4)
        {
            Assert.Equal(table[row + 1, column], cell);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_little_stronger_is_taken_as_the_next_intensity(bool isSingle, int row, int column)
    {
        var table = isSingle ? TrainTable.Single : TrainTable.Reduced;
        var setting = PercentMso.FromPercent(Mso(table, column).TotalPercent + 1e-9);
        var found = table.TryFind(Period(row), setting, PercentMso.FromPercent(50), out var cell);
        var isLast = column == table.Percents.Count - 1;
        Assert.Equal(!isLast, found);
        if (!isLast)
        {
            Assert.Equal(table[row, column + 1], cell);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_is_found_at_its_own_frequency_and_intensity_and_below(bool isSingle, int row, int column)
    {
        var table = isSingle ? TrainTable.Single : TrainTable.Reduced;
        Assert.True(table.TryFind(Period(row), Mso(table, column), PercentMso.FromPercent(50), out var cell));
        Assert.Equal(table[row, column], cell);
        Assert.True(table.TryFind(Period(row) + Duration.FromNanoseconds(1), Mso(table, column), PercentMso.FromPercent(50), out cell));
        Assert.Equal(table[row, column], cell);
    }

    [Fact]
    public void The_longest_span_of_time_is_a_period_like_any_other() => Assert.True(TrainTable.Single.TryFind(
        Duration.FromNanoseconds(long.MaxValue), PercentMso.FromPercent(50), PercentMso.FromPercent(50), out _));

    // Part B holds for several trains, the longest published duration for a single one with a signed override (or at 1 Hz).
    private static GateVerdict Ask(bool isSingle, int row, int column, int pulses)
    {
        var settings = Firing.With(
            (LimitId.IntensityMotor, 130), (LimitId.TrainFrequency, 25), (LimitId.PulsesPerSession, 3_000),
            (LimitId.PulsesPerDay, 6_000), (LimitId.ArmedDuration, 90)) with
        {
            SingleTrainOverride = isSingle ? new SignedOverride("approved protocol", "A", "B") : null,
        };
        var table = isSingle ? TrainTable.Single : TrainTable.Reduced;
        var firing = Firing.Armed(settings);
        var mso = Mso(table, column).TotalPercent;
        return firing.Stimulate(Firing.Repetitive(Period(row), pulses, mso, isSingle ? 1 : 2, Duration.FromSeconds(5)));
    }

    private static Duration Period(int row) => Duration.FromNanoseconds(1_000_000_000 / PublishedTables.Hertz[row]);

    private static PercentMso Mso(TrainTable table, int column) =>
        PercentMso.FromPercent(table.Percents[column] / 2.0);
}
