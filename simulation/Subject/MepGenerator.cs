using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Simulation;

/// <summary>
/// How large an MEP becomes. I<sub>eff</sub> = I + 0.05 MT n₁; ln y = L + (U − L) / (1 + e^−(I<sub>eff</sub> − m)/s) + effects +
/// 0.20 n₂, y in mV, with L = ln 0.005, U = ln 5, s = 5.3 % of maximum output and m such that the median at threshold MT is 0.05
/// mV. Two sources of variability, before and after the sigmoid, after Goetz et al. 2014; the numbers are this project's, chosen
/// to match usual magnitudes.
/// </summary>
internal sealed class MepGenerator
{
    private const double Slope = 5.3;
    private const double BeforeSigmoid = 0.05;
    private const double AfterSigmoid = 0.20;
    private const double DriftKept = 0.98;
    private const double DriftStep = 0.06;

    private static readonly double Lowest = DeterministicMath.Log(0.005);
    private static readonly double Highest = DeterministicMath.Log(5);

    private readonly double _threshold;
    private readonly double _middle;
    private readonly bool _drifts;
    private readonly SeededRandom _random;

    internal MepGenerator(PercentMso threshold, bool drifts, SeededRandom random)
    {
        _threshold = threshold.TotalPercent;
        _drifts = drifts;
        _random = random;
        var atThreshold = DeterministicMath.Log(0.05);
        _middle = _threshold - (Slope * DeterministicMath.Log((atThreshold - Lowest) / (Highest - atThreshold)));
    }

    /// <summary>
    /// The present excitability g, ln units: g(k + 1) = 0.98 g(k) + 0.06 n₃ from test pulse to test pulse, 0 at the start.
    /// </summary>
    internal double Excitability { get; private set; }

    /// <summary>Draws the peak-to-peak amplitude of the next MEP and lets excitability drift on.</summary>
    /// <param name="intensity">The test pulse.</param>
    /// <param name="effects">The sum of all conditions' effects, ln units.</param>
    internal Microvolts Next(PercentMso intensity, double effects)
    {
        var effective = intensity.TotalPercent + (BeforeSigmoid * _threshold * _random.NextNormal());
        var sigmoid = 1 / (1 + DeterministicMath.Exp(-(effective - _middle) / Slope));
        var logarithm = Lowest + ((Highest - Lowest) * sigmoid) + Excitability + effects + (AfterSigmoid * _random.NextNormal());
        Excitability = _drifts ? (DriftKept * Excitability) + (DriftStep * _random.NextNormal()) : 0;
        return Microvolts.FromMicrovolts(1000 * DeterministicMath.Exp(logarithm));
    }
}
