using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class PhaseCrossingTests
{
    private static readonly Frequency s_rate = Frequency.FromHertz(500);

    [Fact]
    public void Troughs_of_a_sine_are_announced_once_a_cycle_at_the_instant_between_the_samples()
    {
        var crossings = Crossings(i => 10 * Math.Cos(2 * Math.PI * 9.7 * i / 500), 9.7, 20, out var heard);

        // After the model has settled: troughs lie at (n + ½)/9.7 s.
        var errors = crossings.Where(t => t.TotalSeconds > 3).Select(t => DistanceToTrough(t.TotalSeconds - 1, 9.7)).ToArray();
        Assert.InRange(errors.Length, (int)(8 * 9.7) - 1, (int)(8 * 9.7) + 1);
        Assert.All(errors, seconds => Assert.InRange(seconds, -0.0006, 0.0006));
        Assert.All(crossings.Zip(heard), pair => Assert.InRange((pair.First - pair.Second).TotalMilliseconds, 20 - 1e-6, 22 + 1e-6));
    }

    [Fact]
    public void Noise_never_doubles_a_crossing_within_a_cycle()
    {
        var random = new Random(4);
        var crossings = Crossings(
            i => (5 * Math.Cos(2 * Math.PI * 10 * i / 500)) + (12 * SyntheticRhythm.Normal(random)), 10, 20, out _);

        Assert.InRange(crossings.Count, 40, 166);
        Assert.All(crossings.Zip(crossings.Skip(1)), pair => Assert.True((pair.Second - pair.First).TotalMilliseconds >= 60));
    }

    [Fact]
    public void The_first_crossing_needs_half_a_cycle_before_it()
    {
        var oscillator = new KalmanOscillator(s_rate, OscillationParameters.Typical(Frequency.FromHertz(10)));
        var crossing = new PhaseCrossing(Phase.FromRadians(0), Duration.Zero, s_rate);
        oscillator.Step(10, 0, Instant.FromSeconds(1));

        Assert.False(crossing.Step(oscillator, out _));
    }

    [Fact]
    public void A_forecast_that_is_not_a_number_crosses_nothing()
    {
        var oscillator = new KalmanOscillator(s_rate, OscillationParameters.Typical(Frequency.FromHertz(10)));
        var crossing = new PhaseCrossing(Phase.FromRadians(Math.PI), Duration.Zero, s_rate);
        oscillator.Step(10, 0, Instant.FromSeconds(1));
        Assert.False(crossing.Step(oscillator, out _));

        Assert.False(crossing.Step(new Ignorant(), out _));
    }

    private sealed class Ignorant : IOscillationEstimator
    {
        public void Step(float microvolts, SampleQuality quality, Instant at)
        {
        }

        public PhaseForecast Forecast(Duration horizon) => new(double.NaN, 0, double.NaN, double.NaN, default);

        public void Reset()
        {
        }
    }

    private static List<Instant> Crossings(Func<int, double> signal, double hertz, int horizonMs, out List<Instant> heard)
    {
        var oscillator = new KalmanOscillator(s_rate, OscillationParameters.Typical(Frequency.FromHertz(hertz)));
        var crossing = new PhaseCrossing(Phase.Trough, Duration.FromMilliseconds(horizonMs), s_rate);
        List<Instant> crossings = [];
        heard = [];
        for (var i = 0; i < 5000; i++)
        {
            var at = Instant.FromNanoseconds(1_000_000_000 + (i * 2_000_000L));
            oscillator.Step((float)signal(i), 0, at);
            if (crossing.Step(oscillator, out var forecast))
            {
                crossings.Add(forecast.At);
                heard.Add(at);
            }
        }

        return crossings;
    }

    private static double DistanceToTrough(double seconds, double hertz)
    {
        var cycles = (seconds * hertz) - 0.5;
        return (cycles - Math.Round(cycles)) / hertz;
    }
}
