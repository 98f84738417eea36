namespace ClosedLoop.Core.Numerics;

/// <summary>Exponential: x = k ln 2 + r, then the Taylor polynomial of e^r − 1 on [−ln 2/2, ln 2/2].</summary>
internal static class ExponentialKernel
{
    /// <summary>ln 2, the first 38 bits: k times it is exact.</summary>
    public const double Ln2High = 0.6931471805582987;

    /// <summary>ln 2, the rest.</summary>
    public const double Ln2Low = 1.6465949582897082e-12;

    private const double InverseLn2 = 1.4426950408889634;

    /// <summary>
    /// e^r − 1 and k, such that e^(hi + lo) = 2^k × (1 + that). |hi| at most 800. Terms to r¹³/13!; what is left out is below 5 × 10⁻¹⁸.
    /// </summary>
    public static DoubleDouble Fraction(double hi, double lo, out int k)
    {
        var n = Math.Round(hi * InverseLn2);
        k = (int)n;
        var r = DoubleDouble.Sum(hi - (n * Ln2High), lo - (n * Ln2Low));
        var x = r.Hi;
        var p = 0.5 + (x * (1.0 / 6 + (x * (1.0 / 24 + (x * (1.0 / 120 + (x * (1.0 / 720 + (x * (1.0 / 5040
            + (x * (1.0 / 40320 + (x * (1.0 / 362880 + (x * (1.0 / 3628800 + (x * (1.0 / 39916800
            + (x * (1.0 / 479001600 + (x * (1.0 / 6227020800))))))))))))))))))))));
        return DoubleDouble.SumOrdered(x, (x * x * p) + (r.Lo + (r.Lo * x)));
    }

    /// <summary>e^(hi + lo), rounded once, and once more where the result is subnormal; overflows to +∞ and underflows to 0.</summary>
    public static double Exp(double hi, double lo)
    {
        if (hi > 710)
        {
            return double.PositiveInfinity;
        }

        if (hi < -746)
        {
            return 0;
        }

        var fraction = Fraction(hi, lo, out var k);
        var whole = DoubleDouble.SumOrdered(1, fraction.Hi);
        return Scale(whole.Hi + (whole.Lo + fraction.Lo), k);
    }

    /// <summary>2^k for −1022 ≤ k ≤ 1023.</summary>
    public static double PowerOfTwo(int k) => BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);

    // In two steps where 2^k itself is out of range; only the last of them can round.
    private static double Scale(double value, int k) => k switch
    {
        > 1023 => value * PowerOfTwo(k - 1) * 2,
        < -1021 => value * PowerOfTwo(k + 100) * PowerOfTwo(-100),
        _ => value * PowerOfTwo(k),
    };
}
