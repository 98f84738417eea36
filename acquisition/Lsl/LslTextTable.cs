using System.Text;

namespace ClosedLoop.Acquisition;

/// <summary>Gives the same string for the same bytes, so that markers that recur do not allocate. Bounded: a sender cannot fill it.</summary>
internal sealed class LslTextTable
{
    private const int Slots = 1024;
    private const int LongestKept = 256;

    private readonly byte[]?[] _letters = new byte[]?[Slots];
    private readonly string[] _texts = new string[Slots];

    /// <summary>The text of UTF-8 bytes; allocates the first time, and for texts over 256 bytes. A collision replaces the older text.</summary>
    public string Get(ReadOnlySpan<byte> letters)
    {
        if (letters.IsEmpty)
        {
            return string.Empty;
        }

        if (letters.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(letters);
        }

        var slot = (int)(Hash(letters) % Slots);
        if (_letters[slot] is not { } kept || !letters.SequenceEqual(kept))
        {
            _letters[slot] = letters.ToArray();
            _texts[slot] = Encoding.UTF8.GetString(letters);
        }

        return _texts[slot];
    }

    // FNV-1a, 32 bits: the table is a cache, so a sender that provokes collisions only slows itself down.
    private static uint Hash(ReadOnlySpan<byte> letters)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in letters)
        {
            hash = unchecked((hash ^ letter) * 16_777_619u);
        }

        return hash;
    }
}
