namespace ClosedLoop.Core.Numerics;

/// <summary>
/// The transcendental functions of the decision path. They use + − × ÷, rounding to whole numbers and the bits of a double, and
/// nothing of the C runtime, whose results change with the CPU; so a replay gets the bits of the live run on every machine.
/// </summary>
/// <remarks>
/// No function allocates, blocks or throws. Errors are in units in the last place (ulp) of the exact result, found by
/// comparing with a 200-bit calculation and held by tests. Values that are not finite, zeros and their signs, and domain errors
/// give what <see cref="Math"/> gives.
/// </remarks>
public static class DeterministicMath
{
    // Below 2⁻²⁷ a sine or hyperbolic tangent is its argument to the last bit, and returning that keeps the sign of zero.
    private const double Tiny = 7.450580596923828e-9;

    private const double PiLow = 1.2246467991473532e-16;

    // About 2^±400: sides of a triangle beyond them are scaled by a power of two before they are multiplied.
    private const double HugeSide = 2.6e120;
    private const double TinySide = 3.9e-121;

    /// <summary>sin x, x in radians with |x| ≤ 2²⁰; error below 0.8 ulp. NaN beyond that domain: take whole turns off first.</summary>
    public static double Sin(double x) => SinCos(x).Sin;

    /// <summary>cos x, x in radians with |x| ≤ 2²⁰; error below 0.8 ulp. NaN beyond that domain: take whole turns off first.</summary>
    public static double Cos(double x) => SinCos(x).Cos;

    /// <summary>Sine and cosine of one angle, radians with |x| ≤ 2²⁰, bit for bit what <see cref="Sin"/> and <see cref="Cos"/> give.</summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        var magnitude = Math.Abs(x);
        if (!(magnitude <= CircularKernel.MaxMagnitude))
        {
            return (double.NaN, double.NaN);
        }

        if (magnitude < Tiny)
        {
            return (x, 1);
        }

        var quarter = CircularKernel.Reduce(x, out var r);
        var sin = CircularKernel.Sin(r);
        var cos = CircularKernel.Cos(r);
        return quarter switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>
    /// The angle of the point (x, y), radians in [−π, π]: 0 along +x, π/2 along +y, with the sign of y, also for y = −0. Error below
    /// 0.55 ulp, and one ulp more where the result is subnormal.
    /// </summary>
    public static double Atan2(double y, double x)
    {
        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        return Math.CopySign(UpperAngle(Math.Abs(y), x), y);
    }

    /// <summary>e^x; error below 0.6 ulp where the result is normal, 1 ulp where it is subnormal; +∞ above 709.78, 0 below −745.13.</summary>
    public static double Exp(double x) => double.IsNaN(x) ? x : ExponentialKernel.Exp(x, 0);

    /// <summary>ln x; error below 0.51 ulp; −∞ at 0, NaN below.</summary>
    public static double Log(double x) => x switch
    {
        > 0 and < double.PositiveInfinity => LogarithmKernel.Log(x).Rounded,
        0 => double.NegativeInfinity,
        > 0 => x,
        _ => double.NaN,
    };

    /// <summary>
    /// x^y; error below 0.7 ulp where the result is normal, 1 ulp where it is subnormal. A negative x takes whole y only. Whole powers
    /// that a double can hold are exact.
    /// </summary>
    public static double Pow(double x, double y) => PowerKernel.Pow(x, y);

    /// <summary>tanh x = (e^2x − 1)/(e^2x + 1); error below 0.75 ulp.</summary>
    public static double Tanh(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < Tiny || double.IsNaN(x))
        {
            return x;
        }

        // From 19.1 on, 1 − tanh is below half an ulp of 1.
        return Math.CopySign(magnitude > 20 ? 1 : PositiveTanh(magnitude), x);
    }

    private static double PositiveTanh(double x)
    {
        var fraction = ExponentialKernel.Fraction(2 * x, 0, out var k);
        var scale = ExponentialKernel.PowerOfTwo(k);
        var grown = new DoubleDouble(fraction.Hi * scale, fraction.Lo * scale) + (scale - 1);
        return (grown / (grown + 2)).Rounded;
    }

    // The angle for y ≥ 0, in [0, π].
    private static double UpperAngle(double y, double x)
    {
        var width = Math.Abs(x);
        var steep = y > width;
        var (small, large) = steep ? (width, y) : (y, width);
        var arc = FirstOctant(small, large);
        if (steep)
        {
            arc = (double.IsNegative(x) ? arc : -arc) + new DoubleDouble(Math.PI / 2, PiLow / 2);
        }
        else if (double.IsNegative(x))
        {
            arc = -arc + new DoubleDouble(Math.PI, PiLow);
        }

        return arc.Rounded;
    }

    // atan(small/large), 0 ≤ small ≤ large, scaled so that nothing in between over- or underflows.
    private static DoubleDouble FirstOctant(double small, double large)
    {
        if (small == 0 || double.IsInfinity(large))
        {
            return double.IsInfinity(small) ? new(Math.PI / 4, PiLow / 4) : default;
        }

        // The arctangent of a ratio below 2⁻³⁰ is the ratio, whose own division is then the only rounding.
        var ratio = small / large;
        if (ratio < 9.313225746154785e-10)
        {
            return new(ratio, 0);
        }

        var scale = large > HugeSide ? ExponentialKernel.PowerOfTwo(-600) : large < TinySide ? ExponentialKernel.PowerOfTwo(600) : 1;
        return ArcKernel.Ratio(small * scale, large * scale);
    }
}
