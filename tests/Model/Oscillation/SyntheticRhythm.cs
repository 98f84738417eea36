using ClosedLoop.Core;

namespace ClosedLoop.Tests.Model;

/// <summary>
/// A stochastic oscillator in white noise with its true phase: <c>z(k+1) = ρ e^(iω) z(k) + w</c>, var Re z = 1, <c>y = Re z + v</c>.
/// </summary>
internal sealed class SyntheticRhythm
{
    public const double RateHz = 1000;
    public const double PeakHz = 10;
    public const double Damping = 0.997;

    public SyntheticRhythm(double signalToNoise, int samples, int seed)
    {
        var random = new Random(seed);
        Microvolts = new float[samples];
        Radians = new double[samples];
        var (real, imaginary) = (Normal(random), Normal(random));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * PeakHz / RateHz);
        var drive = Math.Sqrt(1 - (Damping * Damping));
        for (var i = 0; i < samples; i++)
        {
            (real, imaginary) = (
                (Damping * ((cosine * real) - (sine * imaginary))) + (drive * Normal(random)),
                (Damping * ((sine * real) + (cosine * imaginary))) + (drive * Normal(random)));
            Microvolts[i] = (float)(real + (Normal(random) / Math.Sqrt(signalToNoise)));
            Radians[i] = Math.Atan2(imaginary, real);
        }
    }

    public float[] Microvolts { get; }

    public double[] Radians { get; }

    public static Frequency Rate => Frequency.FromHertz(RateHz);

    public static Instant At(int sample) => Instant.FromNanoseconds(1_000_000_000 + (sample * 1_000_000L));

    /// <summary>The parameters with which it was made.</summary>
    public static ClosedLoop.Model.OscillationParameters Parameters(double signalToNoise) => new(
        PeakHz, -Math.Log(Damping) * RateHz / Math.PI, 1, Math.Sqrt(2 / signalToNoise / RateHz), []);

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
