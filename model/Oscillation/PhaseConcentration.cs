using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// Turns what is known of a complex amplitude into a von Mises concentration κ, and κ into other measures of width. + − × ÷,
/// square root and <see cref="DeterministicMath"/> only; nothing allocates.
/// </summary>
public static class PhaseConcentration
{
    /// <summary>The largest κ that is ever reported: a circular standard deviation of 0.06°.</summary>
    public const double Largest = 1e6;

    /// <summary>
    /// κ for the direction of a point whose mean lies <paramref name="ratio"/> standard deviations from the origin. The direction
    /// of an isotropic Gaussian has the mean resultant length <c>R = √(π/8) r e^(−r²/4) [I₀(r²/4) + I₁(r²/4)]</c> (Mardia and
    /// Jupp 2000, 3.5.6); κ is that of the von Mises distribution with the same R. Relative error below 1 %.
    /// </summary>
    /// <param name="ratio">Length of the mean over the standard deviation across it, 0 or more; NaN gives 0.</param>
    public static double FromSignalToNoise(double ratio)
    {
        if (!(ratio > 0))
        {
            return 0;
        }

        // Above this R is so near to 1 that 1 − R loses digits; the series of both sides agree there on κ = r² − 1.
        return ratio > 20 ? Math.Min((ratio * ratio) - 1, Largest) : FromResultant(ProjectedResultant(ratio));
    }

    /// <summary>
    /// κ from the mean resultant length, by the approximation of Best and Fisher (1981); 0 for R ≤ 0.
    /// </summary>
    public static double FromResultant(double resultant)
    {
        var r = resultant;
        if (!(r > 0))
        {
            return 0;
        }

        var kappa = r < 0.53 ? (2 * r) + (r * r * r) + (5 * r * r * r * r * r / 6)
            : r < 0.85 ? -0.4 + (1.39 * r) + (0.43 / (1 - r))
            : r < 1 ? 1 / ((r * r * r) - (4 * r * r) + (3 * r))
            : Largest;
        return Math.Min(kappa, Largest);
    }

    /// <summary>Mean resultant length <c>I₁(κ)/I₀(κ)</c>, 0 to 1.</summary>
    public static double Resultant(double concentration)
    {
        if (!(concentration > 0))
        {
            return 0;
        }

        var (zero, one) = ScaledBessel(concentration);
        return one / zero;
    }

    /// <summary>Circular standard deviation <c>√(−2 ln R)</c>, radians; +∞ for κ = 0.</summary>
    public static double CircularStandardDeviation(double concentration)
    {
        if (!(concentration > 0))
        {
            return double.PositiveInfinity;
        }

        // The asymptotic form has no cancellation; at κ = 100 the two agree to 10⁻⁶.
        return concentration > 100
            ? Math.Sqrt((1 / concentration) + (0.5 / (concentration * concentration)))
            : Math.Sqrt(-2 * DeterministicMath.Log(Resultant(concentration)));
    }

    private static double ProjectedResultant(double ratio)
    {
        const double RootOfPiOver8 = 0.62665706865775012560;
        var (zero, one) = ScaledBessel(ratio * ratio / 4);
        return RootOfPiOver8 * ratio * (zero + one);
    }

    // e^(−x) I₀(x) and e^(−x) I₁(x), x > 0; Abramowitz and Stegun 9.8.1 to 9.8.4, relative error below 2·10⁻⁷ (I₀) and 3·10⁻⁷
    // (I₁).
    private static (double Zero, double One) ScaledBessel(double x)
    {
        if (x < 3.75)
        {
            var t = x / 3.75 * (x / 3.75);
            var zero = 1 + (t * (3.5156229 + (t * (3.0899424 + (t * (1.2067492
                + (t * (0.2659732 + (t * (0.0360768 + (t * 0.0045813)))))))))));
            var one = 0.5 + (t * (0.87890594 + (t * (0.51498869 + (t * (0.15084934
                + (t * (0.02658733 + (t * (0.00301532 + (t * 0.00032411)))))))))));
            var scale = DeterministicMath.Exp(-x);
            return (scale * zero, scale * x * one);
        }

        var u = 3.75 / x;
        var root = Math.Sqrt(x);
        var largeZero = 0.39894228 + (u * (0.01328592 + (u * (0.00225319 + (u * (-0.00157565 + (u * (0.00916281
            + (u * (-0.02057706 + (u * (0.02635537 + (u * (-0.01647633 + (u * 0.00392377)))))))))))))));
        var largeOne = 0.39894228 + (u * (-0.03988024 + (u * (-0.00362018 + (u * (0.00163801 + (u * (-0.01031555
            + (u * (0.02282967 + (u * (-0.02895312 + (u * (0.01787654 + (u * -0.00420059)))))))))))))));
        return (largeZero / root, largeOne / root);
    }
}
