namespace ClosedLoop.Core.Numerics;

/// <summary>
/// An unevaluated sum of two doubles, Hi + Lo with |Lo| ≤ ulp(Hi)/2: about 106 bits. Built from + − × ÷ alone (Dekker 1971, Knuth),
/// so it is the same on every CPU. Operands must stay within 2^±480, or the splitting overflows.
/// </summary>
internal readonly struct DoubleDouble(double hi, double lo)
{
    // 2^27 + 1: Veltkamp's constant, which cuts 53 bits into 26 and 26.
    private const double Splitter = 134217729;

    public double Hi { get; } = hi;

    public double Lo { get; } = lo;

    /// <summary>The double nearest to the sum.</summary>
    public double Rounded => Hi + Lo;

    /// <summary>a + b without error.</summary>
    public static DoubleDouble Sum(double a, double b)
    {
        var sum = a + b;
        var virtualB = sum - a;
        return new(sum, (a - (sum - virtualB)) + (b - virtualB));
    }

    /// <summary>a + b without error, where |a| ≥ |b| or a is 0.</summary>
    public static DoubleDouble SumOrdered(double a, double b)
    {
        var sum = a + b;
        return new(sum, b - (sum - a));
    }

    /// <summary>a × b without error.</summary>
    public static DoubleDouble Product(double a, double b)
    {
        var product = a * b;
        var (aHigh, aLow) = Split(a);
        var (bHigh, bLow) = Split(b);
        return new(product, (((aHigh * bHigh) - product) + (aHigh * bLow) + (aLow * bHigh)) + (aLow * bLow));
    }

    public static DoubleDouble operator +(DoubleDouble left, double right)
    {
        var sum = Sum(left.Hi, right);
        return SumOrdered(sum.Hi, sum.Lo + left.Lo);
    }

    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        var sum = Sum(left.Hi, right.Hi);
        return SumOrdered(sum.Hi, sum.Lo + (left.Lo + right.Lo));
    }

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.Hi, -value.Lo);

    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        var product = Product(left.Hi, right.Hi);
        return SumOrdered(product.Hi, product.Lo + ((left.Hi * right.Lo) + (left.Lo * right.Hi)));
    }

    public static DoubleDouble operator *(DoubleDouble left, double right)
    {
        var product = Product(left.Hi, right);
        return SumOrdered(product.Hi, product.Lo + (left.Lo * right));
    }

    public static DoubleDouble operator /(DoubleDouble left, DoubleDouble right)
    {
        var quotient = left.Hi / right.Hi;
        var back = Product(quotient, right.Hi);
        var rest = ((left.Hi - back.Hi) - back.Lo) + (left.Lo - (quotient * right.Lo));
        return SumOrdered(quotient, rest / right.Hi);
    }

    private static (double High, double Low) Split(double value)
    {
        var scaled = Splitter * value;
        var high = scaled - (scaled - value);
        return (high, value - high);
    }
}
