namespace ClosedLoop.Control;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a small generator whose sequence for a seed is part of the record, unlike that of
/// <see cref="System.Random"/>, which may change with the runtime.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>Starts the sequence of a seed.</summary>
    public SeededRandom(long seed) => _state = unchecked((ulong)seed);

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform among 0 … <paramref name="count"/> − 1, without bias.</summary>
    public int NextIndex(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var limit = ulong.MaxValue - (ulong.MaxValue % (ulong)count);
        ulong bits;
        do
        {
            bits = NextBits();
        }
        while (bits >= limit);
        return (int)(bits % (ulong)count);
    }

    /// <summary>Puts items into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextIndex(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
