using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// The 128 layers of equal area under e^(−x²/2) that <see cref="SeededRandom.NextNormal"/> draws from: the base with the tail
/// first, then narrower and narrower.
/// </summary>
internal static class NormalLayers
{
    /// <summary>Where the tail begins, for 128 layers.</summary>
    internal const double TailStart = 3.442619855899;

    private const int Count = 128;
    private const double Area = 9.91256303526217e-3;

    /// <summary>Right edge of each layer (that of the base as if it had no tail), and 0 after the last.</summary>
    internal static readonly double[] Edges = MakeEdges();

    /// <summary>The share of each layer that lies wholly under the curve.</summary>
    internal static readonly double[] Ratios = [.. Enumerable.Range(0, Count).Select(i => Edges[i + 1] / Edges[i])];

    /// <summary>The curve: e^(−x²/2).</summary>
    internal static double Height(double x) => DeterministicMath.Exp(-0.5 * x * x);

    private static double[] MakeEdges()
    {
        var edges = new double[Count + 1];
        edges[0] = Area / Height(TailStart);
        edges[1] = TailStart;
        for (var i = 2; i < Count; i++)
        {
            edges[i] = Math.Sqrt(-2 * DeterministicMath.Log((Area / edges[i - 1]) + Height(edges[i - 1])));
        }

        return edges;
    }
}
