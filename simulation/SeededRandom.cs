using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// The simulation's own random numbers: xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64. Stable for ever,
/// unlike
/// <see cref="Random"/>, whose algorithm may change between versions of .NET.
/// </summary>
/// <remarks>The same on every CPU. Not for secrets. One thread. Allocates nothing after construction.</remarks>
public sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>Starts the sequence of a seed; any seed is good.</summary>
    public SeededRandom(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>A sequence of its own for one part of a simulation, so that parts do not disturb one another.</summary>
    /// <param name="seed">The simulation's seed.</param>
    /// <param name="part">The number of the part.</param>
    public static SeededRandom ForPart(ulong seed, int part) =>
        new(unchecked((seed * 0x9E3779B97F4A7C15UL) ^ ((ulong)part * 0xD1B54A32D192ED03UL)));

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            var result = ulong.RotateLeft(_b * 5, 7) * 9;
            var t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = ulong.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>Uniform in [0, 1), steps of 2⁻⁵³.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextUniform(double low, double high) => low + ((high - low) * NextUniform());

    /// <summary>Uniform whole number, both ends included; for small ranges (the bias is below range × 2⁻⁵³).</summary>
    public int NextInteger(int low, int high) => low + (int)(NextUniform() * (high - low + 1));

    /// <summary>
    /// Standard normal, by the ziggurat of 128 layers (Marsaglia and Tsang 2000, in Doornik's form of 2005, which draws layer and
    /// place from different bits).
    /// </summary>
    public double NextNormal()
    {
        while (true)
        {
            var bits = NextBits();
            var layer = (int)(bits & 0x7F);
            var u = (2 * ((bits >> 11) * (1.0 / (1UL << 53)))) - 1;
            if (Math.Abs(u) < NormalLayers.Ratios[layer])
            {
                return u * NormalLayers.Edges[layer];
            }

            if (layer == 0)
            {
                return Tail(u < 0);
            }

            var x = u * NormalLayers.Edges[layer];
            var high = NormalLayers.Height(NormalLayers.Edges[layer]);
            var low = NormalLayers.Height(NormalLayers.Edges[layer + 1]);
            if (high + (NextUniform() * (low - high)) < NormalLayers.Height(x))
            {
                return x;
            }
        }
    }

    /// <summary>The tail beyond the base layer, by Marsaglia's method of 1964.</summary>
    private double Tail(bool isNegative)
    {
        double x, y;
        do
        {
            x = DeterministicMath.Log(1 - NextUniform()) / NormalLayers.TailStart;
            y = DeterministicMath.Log(1 - NextUniform());
        }
        while (-2 * y < x * x);
        return isNegative ? x - NormalLayers.TailStart : NormalLayers.TailStart - x;
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
