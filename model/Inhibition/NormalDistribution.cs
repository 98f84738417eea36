using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>The normal distribution and Student's, in arithmetic that is the same on every CPU.</summary>
internal static class NormalDistribution
{
    /// <summary>The 0.975 quantile of the standard normal.</summary>
    public const double Quantile975 = 1.959963984540054;

    private const double InverseRootTwoPi = 0.3989422804014327;

    /// <summary>Φ(x) = P(Z ≤ x); absolute error below 1e−13. NaN gives NaN.</summary>
    public static double Cumulative(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        var distance = Math.Abs(x);
        if (distance < 4)
        {
            return 0.5 + CentralPart(x);
        }

        return x < 0 ? UpperTail(distance) : 1 - UpperTail(distance);
    }

    /// <summary>E[min(Z², k²)] = 2Φ(k) − 1 − 2kφ(k) + 2k²(1 − Φ(k)) for a standard normal Z and k above 0.</summary>
    public static double BoundedMeanSquare(double k)
    {
        var tail = Cumulative(-k);
        return 1 - (2 * tail) - (2 * k * Density(k)) + (2 * k * k * tail);
    }

    /// <summary>
    /// The 0.975 quantile of Student's t with so many degrees of freedom, 6 or more for an error below 0.002: the expansion about the normal
    /// quantile (Abramowitz and Stegun 26.7.5, to the third power of 1/ν).
    /// </summary>
    public static double StudentQuantile975(double freedom)
    {
        const double Z = Quantile975;
        const double Z3 = Z * Z * Z;
        const double Z5 = Z3 * Z * Z;
        const double Z7 = Z5 * Z * Z;
        const double First = (Z3 + Z) / 4;
        const double Second = ((5 * Z5) + (16 * Z3) + (3 * Z)) / 96;
        const double Third = ((3 * Z7) + (19 * Z5) + (17 * Z3) - (15 * Z)) / 384;
        return Z + ((First + ((Second + (Third / freedom)) / freedom)) / freedom);
    }

    // φ(x) (x + x³/3 + x⁵/(3·5) + …), Marsaglia (2004); all terms have one sign, so nothing cancels.
    private static double CentralPart(double x)
    {
        var (term, sum, odd) = (x, x, 1.0);
        for (var before = double.NaN; sum != before;)
        {
            before = sum;
            odd += 2;
            term *= x * x / odd;
            sum += term;
        }

        return sum * Density(x);
    }

    // φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))), from the inside; 120 levels are exact to a few ulp from x = 4 on.
    private static double UpperTail(double x)
    {
        var fraction = x;
        for (var level = 120; level >= 1; level--)
        {
            fraction = x + (level / fraction);
        }

        return Density(x) / fraction;
    }

    private static double Density(double x) => InverseRootTwoPi * DeterministicMath.Exp(-0.5 * x * x);
}
