using System.Numerics;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// A fast Fourier transform of one power-of-two length, in place, the same to the last bit on every CPU. Twiddle factors come
/// from <see cref="DeterministicMath"/>; allocates in the constructor only.
/// </summary>
internal sealed class Radix2Transform
{
    private readonly Complex[] _twiddles;

    /// <summary>Prepares a length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a power of two from 2 on.</exception>
    public Radix2Transform(int length)
    {
        if (length < 2 || !BitOperations.IsPow2(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must be a power of two.");
        }

        Length = length;
        _twiddles = new Complex[length / 2];
        for (var i = 0; i < _twiddles.Length; i++)
        {
            var (sine, cosine) = DeterministicMath.SinCos(-2 * Math.PI * i / length);
            _twiddles[i] = new Complex(cosine, sine);
        }
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>The smallest power of two that holds so many points.</summary>
    public static int LengthFor(int points) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(points, 2));

    /// <summary><c>X(k) = Σ x(n) e^(−2πi kn/N)</c>.</summary>
    public void Forward(Span<Complex> points)
    {
        Permute(points);
        for (var half = 1; half < Length; half *= 2)
        {
            Combine(points, half);
        }
    }

    /// <summary><c>x(n) = (1/N) Σ X(k) e^(2πi kn/N)</c>.</summary>
    public void Inverse(Span<Complex> points)
    {
        Forward(points);
        points[1..Length].Reverse();
        for (var i = 0; i < Length; i++)
        {
            points[i] /= Length;
        }
    }

    private void Combine(Span<Complex> points, int half)
    {
        var stride = Length / (2 * half);
        for (var start = 0; start < Length; start += 2 * half)
        {
            for (var i = 0; i < half; i++)
            {
                var w = _twiddles[i * stride];
                var even = points[start + i];
                var odd = points[start + i + half];
                var turned = new Complex(
                    (odd.Real * w.Real) - (odd.Imaginary * w.Imaginary), (odd.Real * w.Imaginary) + (odd.Imaginary * w.Real));
                points[start + i] = even + turned;
                points[start + i + half] = even - turned;
            }
        }
    }

    private void Permute(Span<Complex> points)
    {
        for (int i = 1, j = 0; i < Length; i++)
        {
            var bit = Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j |= bit;
            if (i < j)
            {
                (points[i], points[j]) = (points[j], points[i]);
            }
        }
    }
}
