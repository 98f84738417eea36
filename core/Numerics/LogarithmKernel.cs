namespace ClosedLoop.Core.Numerics;

/// <summary>Natural logarithm in two parts.</summary>
internal static class LogarithmKernel
{
    private static readonly DoubleDouble _third = new(0.3333333333333333, 1.850371707708594e-17);
    private static readonly DoubleDouble _fifth = new(0.2, -1.1102230246251566e-17);

    /// <summary>
    /// ln x for finite x &gt; 0. With x = 2^k m, √½ ≤ m &lt; √2 and s = (m − 1)/(m + 1), |s| ≤ 0.1716:
    /// ln x = k ln 2 + 2 s (1 + s²/3 + s⁴/5 + …), terms to s²⁶/27; relative error below 2⁻⁶⁸.
    /// </summary>
    public static DoubleDouble Log(double x)
    {
        var m = Mantissa(x, out var k);
        var s = new DoubleDouble(m - 1, 0) / DoubleDouble.Sum(m, 1);
        var z = s * s;
        var series = (((z * Tail(z.Hi)) + _fifth) * z) + _third;
        var log = ((series * z) + 1) * s * 2;
        return DoubleDouble.Sum(k * ExponentialKernel.Ln2High, k * ExponentialKernel.Ln2Low) + log;
    }

    // 1/7 + z/9 + … + z¹⁰/27: its rounding is 2⁻⁷¹ of the sum, so one double is enough.
    private static double Tail(double z) =>
        1.0 / 7 + (z * (1.0 / 9 + (z * (1.0 / 11 + (z * (1.0 / 13 + (z * (1.0 / 15 + (z * (1.0 / 17
            + (z * (1.0 / 19 + (z * (1.0 / 21 + (z * (1.0 / 23 + (z * (1.0 / 25 + (z * (1.0 / 27))))))))))))))))))));

    // Takes the power of two out of the bits, subnormal numbers first brought up by 2^54.
    private static double Mantissa(double x, out int k)
    {
        k = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984;
            k = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m < 1.4142135623730951)
        {
            return m;
        }

        k++;
        return m * 0.5;
    }
}
