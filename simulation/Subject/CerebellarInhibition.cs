using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// What a conditioning pulse over the cerebellum does to a test pulse that follows: ln ratio × profile(ISI). The profile is 0 up
/// to 3 ms, rises smoothly to 1 at 5 ms, stays until 7 ms and is 0 again from 8 ms on. The conditioning pulse works from 20 % of
/// maximum output on. Profile and bound are this project's.
/// </summary>
internal static class CerebellarInhibition
{
    private const double WeakestPercent = 20;

    /// <summary>
    /// The hidden ln ratio: the one that was given, or one drawn from the healthy population, Normal(ln 0.65, 0.30²).
    /// </summary>
    internal static double LogRatio(double? ratio, SeededRandom random) =>
        ratio is { } given ? DeterministicMath.Log(given) : DeterministicMath.Log(0.65) + (0.30 * random.NextNormal());

    /// <summary>True if a pulse of this size conditions at all.</summary>
    internal static bool Conditions(PercentMso intensity) => intensity.TotalPercent >= WeakestPercent;

    /// <summary>The share of the inhibition that is left at an interval, 0 to 1.</summary>
    internal static double Profile(Duration interval)
    {
        var ms = interval.TotalMilliseconds;
        return ms <= 5 ? Smooth((ms - 3) / 2) : ms <= 7 ? 1 : Smooth(8 - ms);
    }

    private static double Smooth(double share)
    {
        var s = Math.Clamp(share, 0, 1);
        return s * s * (3 - (2 * s));
    }
}
