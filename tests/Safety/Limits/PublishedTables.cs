namespace ClosedLoop.Tests.Safety;

/// <summary>The two published tables, written out a second time, for the tests to compare with.</summary>
internal static class PublishedTables
{
    // As published: longest single train, s. Rows 1, 5, 10, 20, 25 Hz; columns 90 to 130 % MT.
    public static readonly double[][] Single =
    [
        [1800, 1800, 1800, 360, 50],
        [10, 10, 10, 10, 10],
        [5, 5, 5, 4.2, 2.9],
        [2.05, 2.05, 1.6, 1.0, 0.55],
        [1.28, 1.28, 0.84, 0.4, 0.24],
    ];

    // As published: most pulses of a train among several. Columns 100 to 130 % MT.
    public static readonly int[][] Reduced =
    [
        [270, 270, 180, 50],
        [50, 50, 50, 50],
        [50, 50, 32, 22],
        [30, 24, 16, 8],
        [25, 17, 7, 5],
    ];

    public static readonly double[][] ReducedSeconds =
    [
        [270, 270, 180, 50],
        [10, 10, 10, 10],
        [5, 5, 3.2, 2.2],
        [1.5, 1.2, 0.8, 0.4],
        [1.0, 0.7, 0.3, 0.2],
    ];

    public static readonly int[] Hertz = [1, 5, 10, 20, 25];
}
