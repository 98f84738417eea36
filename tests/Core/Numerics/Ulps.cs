namespace ClosedLoop.Tests.Core.Numerics;

/// <summary>Distances between doubles, counted in steps from one double to the next.</summary>
internal static class Ulps
{
    /// <summary>How many doubles apart two numbers are; two NaNs are 0 apart, a NaN and a number as far as can be.</summary>
    public static long Between(double left, double right)
    {
        if (double.IsNaN(left) || double.IsNaN(right))
        {
            return double.IsNaN(left) && double.IsNaN(right) ? 0 : long.MaxValue;
        }

        var (a, b) = (Place(left), Place(right));
        return (long)UInt128.Min((UInt128)Int128.Abs((Int128)a - b), long.MaxValue);
    }

    // The place of a double on the number line; both zeros are 0.
    private static long Place(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return bits >= 0 ? bits : long.MinValue - bits;
    }
}
