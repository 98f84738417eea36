using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// The phase of a rhythm as filters that see the future give it, one value a sample; see <see cref="ZeroPhaseTruthDesign"/>.
/// </summary>
/// <param name="Radians">Circular mean over the filters, (−π, π], 0 at the positive peak.</param>
/// <param name="DeviationRadians">Circular standard deviation between the filters: how well the truth itself is defined.</param>
/// <param name="Microvolts">Mean amplitude over the filters, half of peak to peak.</param>
public sealed record ZeroPhaseTruth(
    IReadOnlyList<double> Radians, IReadOnlyList<double> DeviationRadians, IReadOnlyList<double> Microvolts)
{
    /// <summary>The phase between two samples: along the shorter arc from one to the next.</summary>
    /// <param name="sample">Sample number from 0, with a fraction; the ends hold beyond themselves.</param>
    public double RadiansAt(double sample)
    {
        var within = Math.Clamp(sample, 0, Radians.Count - 1);
        var before = (int)within;
        var after = Math.Min(before + 1, Radians.Count - 1);
        return Phase.Wrap(Radians[before] + ((within - before) * Phase.Wrap(Radians[after] - Radians[before])));
    }
}
