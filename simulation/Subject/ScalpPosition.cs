using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>A place on a head of radius 1: x to the right, y to the front, z up.</summary>
internal readonly record struct ScalpPosition(double X, double Y, double Z)
{
    // Degrees from the vertex, and degrees from the right ear towards the nose. In the 10-20 system 10 % of an arc is 18 degrees.
    private static readonly Dictionary<string, (double FromVertex, double FromRight)> Sites =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Cz"] = (0, 0), ["C1"] = (18, 180), ["C2"] = (18, 0), ["C3"] = (36, 180), ["C4"] = (36, 0),
            ["C5"] = (54, 180), ["C6"] = (54, 0), ["T7"] = (72, 180), ["T8"] = (72, 0), ["Fz"] = (36, 90),
            ["F3"] = (47, 129), ["F4"] = (47, 51), ["F7"] = (72, 144), ["F8"] = (72, 36), ["FC1"] = (25, 135),
            ["FC2"] = (25, 45), ["FC5"] = (57, 160), ["FC6"] = (57, 20), ["CP1"] = (25, 225), ["CP2"] = (25, 315),
            ["CP5"] = (57, 200), ["CP6"] = (57, 340), ["Pz"] = (36, 270), ["P3"] = (47, 231), ["P4"] = (47, 309),
            ["P7"] = (72, 216), ["P8"] = (72, 324), ["O1"] = (72, 252), ["Oz"] = (72, 270), ["O2"] = (72, 288),
            ["Iz"] = (90, 270), ["Fp1"] = (72, 108), ["Fp2"] = (72, 72),
        };

    /// <summary>All electrode names that have a place.</summary>
    internal static IEnumerable<string> Names => Sites.Keys;

    /// <summary>The place of an electrode.</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists those that are.</exception>
    internal static ScalpPosition Of(string name) => Sites.TryGetValue(name, out var site)
        ? At(site.FromVertex, site.FromRight)
        : throw new ArgumentException(
            $"No electrode '{name}' on the virtual head; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>A place by its angles, degrees.</summary>
    internal static ScalpPosition At(double fromVertex, double fromRight)
    {
        var (sinDown, cosDown) = DeterministicMath.SinCos(fromVertex * (Math.PI / 180));
        var (sinRound, cosRound) = DeterministicMath.SinCos(fromRight * (Math.PI / 180));
        return new(sinDown * cosRound, sinDown * sinRound, cosDown);
    }

    /// <summary>
    /// How much of a source here, of a given spread in head radii, reaches another place: exp(−(distance / spread)²), 1 at the
    /// source itself.
    /// </summary>
    internal double CouplingTo(ScalpPosition other, double spread)
    {
        var (x, y, z) = (X - other.X, Y - other.Y, Z - other.Z);
        return DeterministicMath.Exp(-((x * x) + (y * y) + (z * z)) / (spread * spread));
    }
}
