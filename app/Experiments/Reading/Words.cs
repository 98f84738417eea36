using System.Text;

namespace ClosedLoop.App;

/// <summary>How the members of an enumeration are written in experiment files.</summary>
internal static class Words
{
    /// <summary>All members by their words, in snake_case unless <paramref name="asIs"/>.</summary>
    public static Dictionary<string, T> Of<T>(bool asIs = false)
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(v => asIs ? v.ToString() : Of(v));

    /// <summary>One member's word in snake_case, e.g. <c>blocks_of4</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var word = new StringBuilder();
        foreach (var c in value.ToString())
        {
            word.Append(char.IsUpper(c) && word.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }
}
