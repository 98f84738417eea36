namespace ClosedLoop.Core.Numerics;

/// <summary>Powers, with the special cases of IEEE 754 and C.</summary>
internal static class PowerKernel
{
    /// <summary>x^y for every x and y.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        var magnitude = Math.Abs(x);
        if (double.IsInfinity(y))
        {
            return magnitude == 1 ? 1 : (magnitude > 1) == (y > 0) ? double.PositiveInfinity : 0;
        }

        var negative = double.IsNegative(x) && IsOdd(y);
        if (magnitude == 0 || double.IsInfinity(magnitude))
        {
            var end = (magnitude == 0) == (y > 0) ? 0 : double.PositiveInfinity;
            return negative ? -end : end;
        }

        if (x < 0 && y != Math.Floor(y))
        {
            return double.NaN;
        }

        return negative ? -Positive(magnitude, y) : Positive(magnitude, y);
    }

    // exp(y ln x) with the product in two parts; a product beyond 800 over- or underflows whatever its last bits are, and is
    // found before the splitting could overflow.
    private static double Positive(double x, double y)
    {
        var log = LogarithmKernel.Log(x);
        var estimate = y * log.Hi;
        if (Math.Abs(estimate) > 800)
        {
            return estimate > 0 ? double.PositiveInfinity : 0;
        }

        // Below 2⁻⁷⁰ the power is 1 to the last bit; a smaller y could lose the error term of the product to underflow.
        if (Math.Abs(estimate) < 8e-22)
        {
            return 1;
        }

        var product = log * y;
        return ExponentialKernel.Exp(product.Hi, product.Lo);
    }

    // Every double from 2^53 on is even.
    private static bool IsOdd(double y) =>
        Math.Abs(y) < 9007199254740992 && y == Math.Floor(y) && ((long)y & 1) != 0;
}
