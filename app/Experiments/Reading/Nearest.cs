namespace ClosedLoop.App;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>
    /// The candidate with the fewest edits to <paramref name="word"/>, or null if none is near (a third of its letters, at least
    /// 2).
    /// </summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Word: c, Edits: Edits(word.ToUpperInvariant(), c.ToUpperInvariant())))
            .OrderBy(c => c.Edits).ThenBy(c => c.Word, StringComparer.Ordinal).FirstOrDefault();
        return best.Word is not null && best.Edits <= Math.Max(2, word.Length / 3) && best.Edits < word.Length ? best.Word : null;
    }

    /// <summary>A sentence's end that lists what is possible and says which was probably meant.</summary>
    public static string Advice(string word, IReadOnlyCollection<string> candidates)
    {
        if (candidates.Count == 0)
        {
            return "the experiment declares none.";
        }

        var possible = $"possible here: {string.Join(", ", candidates)}";
        return To(word, candidates) is { } near ? $"did you mean '{near}'? ({possible})" : $"{possible}.";
    }

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each cost 1.
    private static int Edits(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 || j == 0 ? i + j : Cheapest(d, a, b, i, j);
            }
        }

        return d[a.Length, b.Length];
    }

    private static int Cheapest(int[,] d, string a, string b, int i, int j)
    {
        var same = a[i - 1] == b[j - 1] ? 0 : 1;
        var cost = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + same);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(cost, d[i - 2, j - 2] + 1) : cost;
    }
}
