using System.Globalization;

namespace ClosedLoop.App;

/// <summary>What to say of a key that a section does not have.</summary>
/// <param name="known">The keys that it has.</param>
/// <param name="isPresent">Does the section hold this key already?</param>
internal sealed class KeyAdvice(IReadOnlyList<string> known, Func<string, bool> isPresent)
{
    private const int ShortList = 12;

    /// <summary>The key that was probably meant, or null.</summary>
    public string? Meant(string key) => InOtherUnit(key) ?? Nearest.To(key, known.Where(k => !isPresent(k)));

    /// <summary>What is wrong with the entry, and the remedy.</summary>
    /// <param name="entry">The entry whose key is not known.</param>
    /// <param name="section">What to call the section.</param>
    public string Sentence(MapEntry entry, string section)
    {
        var key = entry.Key;
        if (InOtherUnit(key) is not { } right)
        {
            // In a long section only the keys that are still free are listed.
            var candidates = known.Where(k => known.Count < ShortList || !isPresent(k));
            return $"'{key}' is not a key of {section}; {Nearest.Advice(key, [.. candidates])}";
        }

        var (asked, possible) = (KeyUnits.Word(key), KeyUnits.Word(right));
        return $"'{key}' {(asked.Length > 0 ? $"is in {asked}" : "carries no unit")}; "
            + $"{(possible.Length > 0 ? $"it is given in {possible}" : "it has no unit")}: {Remedy(entry, right)}";
    }

    private string? InOtherUnit(string key) => known.FirstOrDefault(k => KeyUnits.SameThing(k, key));

    private static string Remedy(MapEntry entry, string right)
    {
        var value = entry.Value is ScalarNode scalar ? NumberText.Parse(scalar.Text) : null;
        return value is { } number && KeyUnits.Convert(number, entry.Key, right) is { } converted
            ? string.Create(CultureInfo.InvariantCulture, $"write '{right}: {converted}'.")
            : $"write '{right}'.";
    }
}
