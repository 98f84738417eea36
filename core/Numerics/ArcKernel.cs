namespace ClosedLoop.Core.Numerics;

/// <summary>Arctangent of a ratio between 0 and 1.</summary>
internal static class ArcKernel
{
    // atan(k/8), k = 0..8, each in two parts.
    private static readonly double[] _high =
    [
        0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061,
        0.5585993153435624, 0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
    ];

    private static readonly double[] _low =
    [
        0, -3.1253241424539383e-18, 1.0698755618734451e-17, -2.4623815582638635e-17, 2.2698777452961687e-17,
        -5.4556305485916264e-18, 1.5834785051444286e-17, -2.1478388444456983e-17, 3.061616997868383e-17,
    ];

    /// <summary>
    /// atan(a/b) for 0 &lt; a ≤ b, both within 2^±480: with c = k/8 nearest to a/b and t = (a − c b)/(b + c a), |t| ≤ 1/16,
    /// atan(a/b) = atan(c) + t − t³/3 + … − t¹⁵/15; what is left out is below 10⁻²¹.
    /// </summary>
    public static DoubleDouble Ratio(double a, double b)
    {
        var k = (int)Math.Round(8 * (a / b));
        var c = k * 0.125;
        var t = (-DoubleDouble.Product(c, b) + a) / (DoubleDouble.Product(c, a) + b);
        var z = t.Hi * t.Hi;
        var tail = t.Hi * z * (-1.0 / 3 + (z * (1.0 / 5 + (z * (-1.0 / 7 + (z * (1.0 / 9 + (z * (-1.0 / 11
            + (z * (1.0 / 13 + (z * (-1.0 / 15)))))))))))));
        var arc = DoubleDouble.Sum(t.Hi, tail);
        return new DoubleDouble(_high[k], _low[k]) + DoubleDouble.SumOrdered(arc.Hi, arc.Lo + t.Lo);
    }
}
