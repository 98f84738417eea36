using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// The shape of an MEP in the EMG: two phases, 14 ms long, w(u) = sin(2πu) sin²(πu) = 2 sin³(πu) cos(πu), scaled to a
/// peak-to-peak of 1 (its extremes are ±0.6495 at u = 1/3 and 2/3).
/// </summary>
internal static class MotorResponse
{
    internal static readonly Duration Length = Duration.FromMilliseconds(14);

    private const double PeakToPeak = 1.299038105676658;

    /// <summary>The shape, a time after its onset; zero before and after its length.</summary>
    internal static double At(Duration sinceOnset)
    {
        if (sinceOnset <= Duration.Zero || sinceOnset >= Length)
        {
            return 0;
        }

        var (sin, cos) = Core.Numerics.DeterministicMath.SinCos(Math.PI * (sinceOnset / Length));
        return 2 * sin * sin * sin * cos / PeakToPeak;
    }
}
