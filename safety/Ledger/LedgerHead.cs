using System.Globalization;
using System.Text;

namespace ClosedLoop.Safety;

/// <summary>
/// The number and hash of the ledger's last entry, in a small file beside it: a chain alone cannot tell that its end was cut off.
/// Written after each entry is on disk, and replaced as a whole, so it is at most one entry behind and never ahead.
/// </summary>
internal static class LedgerHead
{
    public static string PathOf(string ledgerPath) => ledgerPath + ".head";

    public static void Write(string ledgerPath, LedgerEntry last)
    {
        var path = PathOf(ledgerPath);
        var text = string.Create(CultureInfo.InvariantCulture, $"{last.Number} {Convert.ToHexStringLower(last.Hash)}\n");
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>What is wrong with the entries by what the head says of them; null if nothing is.</summary>
    public static string? Contradiction(string ledgerPath, IReadOnlyList<LedgerEntry> entries)
    {
        var path = PathOf(ledgerPath);
        if (!File.Exists(path))
        {
            return entries.Count <= 1 ? null : "the file that names its last entry is missing";
        }

        var words = File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            return "the file that names its last entry cannot be read";
        }

        if (entries.Count < number)
        {
            return $"it had {number} entries and now has {entries.Count}";
        }

        return entries.Count > number + 1 || words[1] != Convert.ToHexStringLower(entries[(int)number - 1].Hash)
            ? "its last entries are not those that were written"
            : null;
    }
}
