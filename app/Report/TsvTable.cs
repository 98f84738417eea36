namespace ClosedLoop.App;

/// <summary>
/// A table of tab-separated values with one header line. An empty cell, <c>n/a</c> and a column that is not there are missing,
/// never 0.
/// </summary>
internal sealed class TsvTable
{
    private TsvTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Columns = columns;
        Rows = rows;
    }

    /// <summary>The column names in the order of the file.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows; a row cut short by a crash is left out.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>Reads a table; no file gives no columns and no rows.</summary>
    public static TsvTable Read(string path)
    {
        if (!File.Exists(path))
        {
            return new TsvTable([], []);
        }

        var lines = File.ReadAllLines(path);
        string[] columns = lines.Length == 0 ? [] : lines[0].Split('\t');
        var rows = lines.Skip(1).Select(line => line.Split('\t')).Where(cells => cells.Length == columns.Length);
        return new TsvTable(columns, [.. rows]);
    }

    /// <summary>One column's cells, null where missing; all null if there is no such column.</summary>
    public IReadOnlyList<string?> Texts(string column)
    {
        var index = Columns.Index().Where(c => c.Item == column).Select(c => c.Index).DefaultIfEmpty(-1).First();
        return [.. Rows.Select(row => index < 0 || IsMissing(row[index]) ? null : row[index])];
    }

    /// <summary>One column's numbers, null where missing or not a finite number.</summary>
    public IReadOnlyList<double?> Numbers(string column) => [.. Texts(column).Select(Number)];

    /// <summary>True for what stands for "not there".</summary>
    public static bool IsMissing(string cell) => cell is "" or "n/a" or "NaN";

    private static double? Number(string? cell) => cell is null ? null : NumberText.Parse(cell);
}
