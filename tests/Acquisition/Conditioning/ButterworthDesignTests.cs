using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

/// <summary>The reference polynomials were computed with another program (scipy.signal.butter) and printed with twelve digits.</summary>
public sealed class ButterworthDesignTests
{
    [Fact]
    public void Band_pass_8_to_13_Hz_at_1_kHz_has_the_reference_coefficients()
    {
        var design = ButterworthDesign.BandPass(2, Hertz(8), Hertz(13), Hertz(1000));
        AssertPolynomials(
            design,
            [2.41359049042e-4, 0, -4.82718098084e-4, 0, 2.41359049042e-4],
            [1, -3.94746003219, 5.85165859387, -3.86072575988, 0.956543676511]);
        var sections = design.Sections.OrderBy(section => section.A2).ToList();
        AssertClose([-1.968528703003536, 0.9742779953856305], [sections[0].A1, sections[0].A2]);
        AssertClose([-1.978931329185763, 0.9817974757118394], [sections[1].A1, sections[1].A2]);
    }

    [Fact]
    public void Band_pass_20_to_450_Hz_at_2_kHz_has_the_reference_coefficients() => AssertPolynomials(
        ButterworthDesign.BandPass(2, Hertz(20), Hertz(450), Hertz(2000)),
        [0.231307979444, 0, -0.462615958889, 0, 0.231307979444],
        [1, -2.14009459826, 1.55288933582, -0.592232857574, 0.183377783201]);

    [Fact]
    public void High_pass_20_Hz_at_5_kHz_has_the_reference_coefficients() => AssertPolynomials(
        ButterworthDesign.HighPass(2, Hertz(20), Hertz(5000)),
        [0.982385438526, -1.96477087705, 0.982385438526],
        [1, -1.96446058021, 0.965081173899]);

    [Fact]
    public void High_pass_half_a_hertz_at_1_kHz_has_the_reference_coefficients() => AssertPolynomials(
        ButterworthDesign.HighPass(2, Hertz(0.5), Hertz(1000)),
        [0.997781024103, -1.99556204821, 0.997781024103],
        [1, -1.99555712435, 0.995566972066]);

    [Fact]
    public void Low_pass_500_Hz_at_5_kHz_has_the_reference_coefficients() => AssertPolynomials(
        ButterworthDesign.LowPass(2, Hertz(500), Hertz(5000)),
        [0.0674552738891, 0.134910547778, 0.0674552738891],
        [1, -1.14298050254, 0.412801598096]);

    [Fact]
    public void Low_pass_of_order_4_at_40_Hz_has_the_reference_coefficients() => AssertPolynomials(
        ButterworthDesign.LowPass(4, Hertz(40), Hertz(1000)),
        [1.8321602337e-4, 7.32864093478e-4, 1.09929614022e-3, 7.32864093478e-4, 1.8321602337e-4],
        [1, -3.34406783771, 4.23886395088, -2.40934285659, 0.517478199788]);

    // |H|² = 1/(1 + r^2n), where r is the prewarped frequency over the corner: the definition, whatever the order.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    public void The_gain_is_that_of_the_definition(int order)
    {
        var (low, high) = (ButterworthDesign.LowPass(order, Hertz(40), Hertz(1000)), ButterworthDesign.HighPass(order, Hertz(40), Hertz(1000)));
        var band = ButterworthDesign.BandPass(order, Hertz(8), Hertz(30), Hertz(1000));
        foreach (var hertz in new[] { 1.0, 5, 8, 15.5, 30, 40, 41, 90, 200, 400 })
        {
            var ratio = Warped(hertz) / Warped(40);
            Assert.Equal(1 / Math.Sqrt(1 + Math.Pow(ratio, 2 * order)), low.GainAt(Hertz(hertz)), 1e-9);
            Assert.Equal(1 / Math.Sqrt(1 + Math.Pow(ratio, -2 * order)), high.GainAt(Hertz(hertz)), 1e-9);
            var w = Warped(hertz);
            var inBand = ((w * w) - (Warped(8) * Warped(30))) / (w * (Warped(30) - Warped(8)));
            Assert.Equal(1 / Math.Sqrt(1 + Math.Pow(inBand, 2 * order)), band.GainAt(Hertz(hertz)), 1e-7);
        }
    }

    [Fact]
    public void Every_section_is_stable_at_every_order()
    {
        for (var order = 1; order <= 20; order++)
        {
            Assert.All(ButterworthDesign.LowPass(order, Hertz(1), Hertz(1000)).Sections, s => Assert.True(s.IsStable));
            Assert.All(ButterworthDesign.HighPass(order, Hertz(499), Hertz(1000)).Sections, s => Assert.True(s.IsStable));
            var band = ButterworthDesign.BandPass(order, Hertz(8), Hertz(13), Hertz(1000));
            Assert.All(band.Sections, s => Assert.True(s.IsStable));
            Assert.Equal(order, band.Sections.Count);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10.2)]
    [InlineData(12)]
    public void The_delay_is_the_slope_of_the_phase(double hertz)
    {
        var design = ButterworthDesign.BandPass(2, Hertz(8), Hertz(13), Hertz(1000));
        const double Step = 1e-4;
        var slope = (PhaseAt(design, hertz + Step) - PhaseAt(design, hertz - Step)) / (2 * Step * 2 * Math.PI / 1000);
        Assert.Equal(-slope, design.DelaySamplesAt(Hertz(hertz)), 1e-4);
    }

    [Theory]
    [InlineData(0, 8, 13)]
    [InlineData(21, 8, 13)]
    [InlineData(2, 0, 13)]
    [InlineData(2, 13, 8)]
    [InlineData(2, 8, 500)]
    public void An_impossible_design_is_refused(int order, double low, double high) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ButterworthDesign.BandPass(order, Hertz(low), Hertz(high), Hertz(1000)));

    private static Frequency Hertz(double hertz) => Frequency.FromHertz(hertz);

    private static double Warped(double hertz) => Math.Tan(Math.PI * hertz / 1000);

    private static double PhaseAt(SosDesign design, double hertz)
    {
        var z = System.Numerics.Complex.Exp(new(0, -2 * Math.PI * hertz / design.Rate.TotalHertz));
        return design.Sections.Sum(s => ((s.B0 + (s.B1 * z) + (s.B2 * z * z)) / (1 + (s.A1 * z) + (s.A2 * z * z))).Phase);
    }

    private static void AssertPolynomials(SosDesign design, double[] numerator, double[] denominator)
    {
        AssertClose(numerator, design.Sections.Aggregate(new[] { 1.0 }, (p, s) => Times(p, [s.B0, s.B1, s.B2])));
        AssertClose(denominator, design.Sections.Aggregate(new[] { 1.0 }, (p, s) => Times(p, [1, s.A1, s.A2])));
    }

    private static double[] Times(double[] left, double[] right)
    {
        var product = new double[left.Length + right.Length - 1];
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                product[i + j] += left[i] * right[j];
            }
        }

        return product;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Math.Max(1e-17, Math.Abs(expected[i]) * 1e-9));
        }
    }
}
