using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Acquisition;

/// <summary>A recursive filter as numbers: its sections in series, and the rate that they are meant for.</summary>
/// <param name="Sections">The sections in the order that a sample passes them; at least one.</param>
/// <param name="Rate">The sampling rate.</param>
/// <param name="Reference">The frequency at which the delay is stated.</param>
public sealed record SosDesign(IReadOnlyList<SecondOrderSection> Sections, Frequency Rate, Frequency Reference)
{
    /// <summary>The group delay at the reference frequency, in samples.</summary>
    public double DelaySamples => DelaySamplesAt(Reference);

    /// <summary>
    /// The group delay −dφ/dω at a frequency, in samples: for each section the delay of its numerator less that of its denominator, where
    /// a polynomial Σ c_k z⁻ᵏ is delayed by Re(Σ k c_k z⁻ᵏ / Σ c_k z⁻ᵏ). Where a numerator is zero its delay is taken as 1, the middle
    /// of a symmetric section.
    /// </summary>
    public double DelaySamplesAt(Frequency frequency)
    {
        var angle = 2 * Math.PI * (frequency.TotalHertz / Rate.TotalHertz);
        return Sections.Sum(section =>
            Delay(section.B0, section.B1, section.B2, angle) - Delay(1, section.A1, section.A2, angle));
    }

    /// <summary>The gain |H| at a frequency.</summary>
    public double GainAt(Frequency frequency)
    {
        var angle = 2 * Math.PI * (frequency.TotalHertz / Rate.TotalHertz);
        return Sections.Aggregate(1.0, (gain, section) =>
            gain * Size(section.B0, section.B1, section.B2, angle) / Size(1, section.A1, section.A2, angle));
    }

    private static double Delay(double c0, double c1, double c2, double angle)
    {
        var (re, im) = At(c0, c1, c2, angle);
        var (slopeRe, slopeIm) = At(0, c1, 2 * c2, angle);
        var power = (re * re) + (im * im);
        var scale = Math.Abs(c0) + Math.Abs(c1) + Math.Abs(c2);
        return power <= 1e-24 * scale * scale ? 1 : ((slopeRe * re) + (slopeIm * im)) / power;
    }

    private static double Size(double c0, double c1, double c2, double angle)
    {
        var (re, im) = At(c0, c1, c2, angle);
        return Math.Sqrt((re * re) + (im * im));
    }

    // c0 + c1 e^−jω + c2 e^−2jω.
    private static (double Re, double Im) At(double c0, double c1, double c2, double angle)
    {
        var (sin, cos) = DeterministicMath.SinCos(angle);
        var (sinTwice, cosTwice) = DeterministicMath.SinCos(2 * angle);
        return (c0 + (c1 * cos) + (c2 * cosTwice), -((c1 * sin) + (c2 * sinTwice)));
    }
}
