namespace ClosedLoop.Acquisition;

/// <summary>
/// The 10-10 system as a grid: rows from the forehead back (Fp, AF, F, FC, C, CP, P, PO, O), columns from the left (7, 5, 3, 1) over the
/// midline (z) to the right (2, 4, 6, 8). Neighbours in it are about 10 % of the head apart.
/// </summary>
internal static class ScalpGrid
{
    private static readonly string[] _rows = ["FP", "AF", "F", "FC", "C", "CP", "P", "PO", "O"];

    /// <summary>Where an electrode stands: row 0 to 8 from the front, column −4 to 4 from the left; false if it is not in the grid.</summary>
    public static bool TryFind(string label, out int row, out int column)
    {
        var name = ElectrodeName.Canonical(label);
        var letters = name.TrimEnd('Z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        (row, column) = (Array.IndexOf(_rows, Row(letters)), 0);
        var place = name[letters.Length..];
        if (place == "Z")
        {
            return row >= 0;
        }

        if (place.Length != 1 || place[0] is < '1' or > '8')
        {
            return false;
        }

        var number = place[0] - '0';
        column = number % 2 == 0 ? number / 2 : -(number + 1) / 2;
        return row >= 0;
    }

    // The temporal electrodes close the rows of the central ones.
    private static string Row(string letters) => letters switch
    {
        "T" => "C",
        "FT" => "FC",
        "TP" => "CP",
        _ => letters,
    };
}
