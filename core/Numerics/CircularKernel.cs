namespace ClosedLoop.Core.Numerics;

/// <summary>Sine and cosine: the angle less whole quarter turns, then Taylor polynomials on [−π/4, π/4].</summary>
internal static class CircularKernel
{
    /// <summary>Largest angle that is reduced; n × <see cref="QuarterTurn1"/> is exact as long as n fits 20 bits.</summary>
    public const double MaxMagnitude = 1048576;

    // π/2 in three pieces of 33 bits and a rest (Cody & Waite 1980): 152 bits together.
    private const double QuarterTurn1 = 1.5707963267341256;
    private const double QuarterTurn2 = 6.077100506303966e-11;
    private const double QuarterTurn3 = 2.0222662487111665e-21;
    private const double QuarterTurn4 = 8.4784276603689e-32;

    private const double TurnsFourfold = 2 / Math.PI;

    /// <summary>Takes whole quarter turns off: x = n π/2 + r, |r| ≤ π/4 + 2⁻³³; gives n modulo 4 and r in two parts.</summary>
    public static int Reduce(double x, out DoubleDouble r)
    {
        if (Math.Abs(x) <= Math.PI / 4)
        {
            r = new(x, 0);
            return 0;
        }

        var n = Math.Round(x * TurnsFourfold);

        // Exact: both terms are multiples of 2⁻⁵³ and the difference is below 1.
        var first = x - (n * QuarterTurn1);
        var second = DoubleDouble.Sum(first, -(n * QuarterTurn2));
        var third = DoubleDouble.Sum(second.Hi, -(n * QuarterTurn3));
        r = DoubleDouble.Sum(third.Hi, second.Lo + (third.Lo - (n * QuarterTurn4)));
        return (int)n & 3;
    }

    /// <summary>sin r for |r| ≤ π/4 + 2⁻³³: r − r³/3! + … + r¹⁷/17!, what is left out is below 10⁻¹⁹ of the result.</summary>
    public static double Sin(DoubleDouble r)
    {
        var x = r.Hi;
        var z = x * x;
        var p = -1.0 / 6 + (z * (1.0 / 120 + (z * (-1.0 / 5040 + (z * (1.0 / 362880 + (z * (-1.0 / 39916800
            + (z * (1.0 / 6227020800 + (z * (-1.0 / 1307674368000 + (z * (1.0 / 355687428096000))))))))))))));
        return x + ((x * z * p) + (r.Lo * (1 - (0.5 * z))));
    }

    /// <summary>cos r for |r| ≤ π/4 + 2⁻³³: 1 − r²/2! + … + r¹⁸/18!, what is left out is below 10⁻²⁰.</summary>
    public static double Cos(DoubleDouble r)
    {
        var x = r.Hi;
        var z = x * x;
        var p = 1.0 / 24 + (z * (-1.0 / 720 + (z * (1.0 / 40320 + (z * (-1.0 / 3628800 + (z * (1.0 / 479001600
            + (z * (-1.0 / 87178291200 + (z * (1.0 / 20922789888000 + (z * (-1.0 / 6402373705728000))))))))))))));

        // 1 − z/2 first, and what that rounding lost goes to the small terms.
        var half = 0.5 * z;
        var main = 1 - half;
        return main + (((1 - main) - half) + ((z * z * p) - (x * r.Lo)));
    }
}
