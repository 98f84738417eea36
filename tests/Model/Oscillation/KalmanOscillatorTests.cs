using ClosedLoop.Core;
using ClosedLoop.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class KalmanOscillatorTests
{
    [Theory]
    [InlineData(10, 0, 22.9)]
    [InlineData(1, 0, 29.7)]
    [InlineData(0.1, 0, 44.1)]
    [InlineData(10, 10, 30.3)]
    [InlineData(1, 10, 35.5)]
    [InlineData(0.1, 10, 48.3)]
    public void With_true_parameters_the_error_is_that_of_the_published_benchmark(double snr, int aheadMs, double degrees)
    {
        var (errors, _) = Follow(snr, aheadMs);

        // The published figures rest on 731 correlated points, which leaves each of them about one degree of chance.
        Assert.InRange(errors.SdDegrees, degrees - 2.5, degrees + 2.5);
        Assert.InRange(errors.BiasDegrees, -3, 3);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(1, 10)]
    [InlineData(0.1, 30)]
    public void The_concentration_promises_the_error_that_comes(double snr, int aheadMs)
    {
        var (errors, promised) = Follow(snr, aheadMs);

        Assert.InRange(errors.MeanCosine, promised - 0.03, promised + 0.03);
    }

    [Fact]
    public void A_forecast_only_gets_wider_with_its_horizon()
    {
        var oscillator = Settled(out _);
        Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<NonNegativeInt>(), (a, b) =>
            {
                var near = oscillator.Forecast(Duration.FromMicroseconds(Math.Min(a.Get, b.Get)));
                var far = oscillator.Forecast(Duration.FromMicroseconds(Math.Max(a.Get, b.Get)));
                return far.Concentration <= near.Concentration && far.Microvolts <= near.Microvolts;
            }));
    }

    [Fact]
    public void A_forecast_is_what_a_later_forecast_without_new_samples_says()
    {
        var oscillator = Settled(out var next);
        var ahead = oscillator.Forecast(Duration.FromMilliseconds(20));
        for (var i = 0; i < 20; i++)
        {
            oscillator.Step(float.NaN, SampleQuality.NotFinite, SyntheticRhythm.At(next + i));
        }

        var now = oscillator.Forecast(Duration.Zero);

        Assert.Equal(0, Phase.Wrap(ahead.Radians - now.Radians), 1e-9);
        Assert.Equal(now.Concentration, ahead.Concentration, 1e-6 * now.Concentration);
        Assert.Equal(now.Microvolts, ahead.Microvolts, 1e-9);
        Assert.Equal(now.At, ahead.At);
    }

    [Fact]
    public void A_gap_in_time_equals_as_many_bad_samples()
    {
        var gap = Settled(out var next);
        var bad = Settled(out _);
        for (var i = 0; i < 37; i++)
        {
            bad.Step(1000, SampleQuality.Blanked, SyntheticRhythm.At(next + i));
        }

        bad.Step(0.5f, SampleQuality.Good, SyntheticRhythm.At(next + 37));
        gap.Step(0.5f, SampleQuality.AfterGap, SyntheticRhythm.At(next + 37));

        Assert.Equal(bad.Forecast(default).Radians, gap.Forecast(default).Radians, 1e-9);
        Assert.Equal(bad.Forecast(default).Concentration, gap.Forecast(default).Concentration, 1e-6);
    }

    [Fact]
    public void Bad_samples_widen_the_belief_and_corrupt_nothing()
    {
        var clean = new SyntheticRhythm(1, 4000, seed: 5);
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, kind) =>
        {
            var spoilt = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(1));
            var reference = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(1));
            var random = new Random(seed);
            float[] poisons = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, -1e30f];
            var poison = poisons[kind % poisons.Length];
            var sane = true;
            var concentration = 0.0;
            for (var i = 0; i < 4000; i++)
            {
                var isBad = i < 1000 && random.Next(3) == 0;
                spoilt.Step(isBad ? poison : clean.Microvolts[i], isBad ? SampleQuality.NotFinite : 0, SyntheticRhythm.At(i));
                reference.Step(clean.Microvolts[i], 0, SyntheticRhythm.At(i));
                var now = spoilt.Forecast(default);
                sane &= double.IsFinite(now.Radians) && double.IsFinite(now.Concentration) && double.IsFinite(now.Microvolts);
                sane &= !isBad || now.Concentration <= concentration * (1 + 1e-9);
                concentration = now.Concentration;
            }

            var error = Phase.Wrap(spoilt.Forecast(default).Radians - reference.Forecast(default).Radians);
            return sane && Math.Abs(error) < 1e-3;
        }));
    }

    [Fact]
    public void The_phase_does_not_depend_on_the_unit_of_the_signal()
    {
        var rhythm = new SyntheticRhythm(1, 3000, seed: 8);
        var one = SyntheticRhythm.Parameters(1) with { Background = [new(0, 1, 2), new(20, 5, 0.5)] };
        var four = one with
        {
            RmsMicrovolts = 4,
            NoiseMicrovoltsPerRootHertz = 4 * one.NoiseMicrovoltsPerRootHertz,
            Background = [new(0, 1, 8), new(20, 5, 2)],
        };
        var small = new KalmanOscillator(SyntheticRhythm.Rate, one);
        var large = new KalmanOscillator(SyntheticRhythm.Rate, four);
        for (var i = 0; i < 3000; i++)
        {
            small.Step(rhythm.Microvolts[i], 0, SyntheticRhythm.At(i));
            large.Step(4 * rhythm.Microvolts[i], 0, SyntheticRhythm.At(i));

            // A factor of four changes no digit of a binary fraction, so the two agree to the last bit.
            Assert.Equal(small.Forecast(default).Radians, large.Forecast(default).Radians);
            Assert.Equal(4 * small.Forecast(default).Microvolts, large.Forecast(default).Microvolts);
        }
    }

    [Fact]
    public void Reset_equals_new()
    {
        var rhythm = new SyntheticRhythm(1, 3000, seed: 9);
        var used = Settled(out _);
        used.Apply(OscillationParameters.Typical(Frequency.FromHertz(12)));
        used.Reset();
        var fresh = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(1));
        Assert.Equal(fresh.Forecast(default), used.Forecast(default));
        for (var i = 0; i < 3000; i++)
        {
            used.Step(rhythm.Microvolts[i], 0, SyntheticRhythm.At(i));
            fresh.Step(rhythm.Microvolts[i], 0, SyntheticRhythm.At(i));
            Assert.Equal(fresh.Forecast(default), used.Forecast(default));
        }
    }

    [Fact]
    public void Before_the_first_sample_nothing_is_known()
    {
        var forecast = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(1)).Forecast(Duration.Zero);

        Assert.Equal(0, forecast.Concentration);
        Assert.Equal(0, forecast.Microvolts);
    }

    [Fact]
    public void An_electrode_pop_is_survived_within_half_a_second()
    {
        var rhythm = new SyntheticRhythm(10, 6000, seed: 12);
        var hit = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(10));
        var spared = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(10));
        for (var i = 0; i < 6000; i++)
        {
            hit.Step(rhythm.Microvolts[i] + (i is >= 4000 and < 4005 ? 5000 : 0), 0, SyntheticRhythm.At(i));
            spared.Step(rhythm.Microvolts[i], 0, SyntheticRhythm.At(i));
            if (i > 4500)
            {
                Assert.InRange(Phase.Wrap(hit.Forecast(default).Radians - spared.Forecast(default).Radians), -0.35, 0.35);
            }
        }
    }

    [Fact]
    public void Between_sample_and_forecast_nothing_is_allocated()
    {
        var oscillator = Settled(out var next);
        var least = long.MaxValue;
        for (var window = 0; window < 5; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++, next++)
            {
                oscillator.Step(i % 100 == 0 ? float.NaN : i % 7, 0, SyntheticRhythm.At(next));
                oscillator.Forecast(Duration.FromMilliseconds(20));
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Parameters_that_no_filter_can_be_made_of_are_refused_and_the_old_ones_stay()
    {
        var oscillator = Settled(out _);
        var before = oscillator.Forecast(Duration.Zero);
        var good = oscillator.Parameters;

        Assert.Throws<ArgumentException>(() => oscillator.Apply(good with { BandwidthHz = 0 }));
        Assert.Throws<ArgumentException>(() => oscillator.Apply(good with { PeakHz = double.NaN }));
        Assert.Throws<ArgumentException>(() => oscillator.Apply(good with { RmsMicrovolts = -1 }));
        Assert.Throws<ArgumentException>(() => oscillator.Apply(good with { PeakHz = 300 }));
        Assert.Throws<ArgumentException>(() => oscillator.Apply(good with { Background = [new(-2, 1, 1)] }));
        Assert.Throws<ArgumentException>(() => oscillator.Apply(good with { Background = new BackgroundComponent[9] }));
        Assert.Equal(good, oscillator.Parameters);
        Assert.Equal(before, oscillator.Forecast(Duration.Zero));
    }

    [Fact]
    public void Parameters_survive_being_recorded_as_numbers()
    {
        var parameters = OscillationParameters.Typical(Frequency.FromHertz(10.3)) with { WidthScale = 0.7 };

        var read = OscillationParameters.FromNumbers(parameters.ToNumbers());

        Assert.Equal(parameters.ToNumbers(), read.ToNumbers());
        Assert.Equal(parameters with { Background = read.Background }, read);
        Assert.Throws<ArgumentException>(() => OscillationParameters.FromNumbers([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => OscillationParameters.FromNumbers([10, 1, 1, 1, 1, 4]));
    }

    private static (CircularErrors Errors, double Promised) Follow(double snr, int aheadMs)
    {
        var rhythm = new SyntheticRhythm(snr, 300_000, seed: 1);
        var oscillator = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(snr));
        var errors = new CircularErrors();
        var promised = 0.0;
        for (var i = 0; i < 300_000 - aheadMs; i++)
        {
            oscillator.Step(rhythm.Microvolts[i], 0, SyntheticRhythm.At(i));
            if (i < 2000 || i % 10 != 0)
            {
                continue;
            }

            var forecast = oscillator.Forecast(Duration.FromMilliseconds(aheadMs));
            errors.Add(forecast.Radians - rhythm.Radians[i + aheadMs]);
            promised += PhaseConcentration.Resultant(forecast.Concentration);
        }

        return (errors, promised / errors.Count);
    }

    private static KalmanOscillator Settled(out int next)
    {
        var rhythm = new SyntheticRhythm(1, 3000, seed: 3);
        var oscillator = new KalmanOscillator(SyntheticRhythm.Rate, SyntheticRhythm.Parameters(1));
        for (next = 0; next < 3000; next++)
        {
            oscillator.Step(rhythm.Microvolts[next], 0, SyntheticRhythm.At(next));
        }

        return oscillator;
    }
}
