using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class EmgEnvelopeTests
{
    private static readonly Frequency s_rate = Frequency.FromHertz(2000);

    private static Instant At(int frame) => Instant.FromSeconds(10 + (frame / 2000.0));

    private static EmgEnvelope Fed(Func<int, float> value, int frames, double milliseconds = 100)
    {
        var envelope = new EmgEnvelope(s_rate, Duration.FromMilliseconds(milliseconds));
        for (var i = 0; i < frames; i++)
        {
            envelope.Take(value(i), SampleQuality.Good, At(i));
        }

        return envelope;
    }

    [Fact]
    public void Of_a_constant_magnitude_it_is_that_magnitude_from_the_first_frame_on()
    {
        Assert.Equal(7, Fed(_ => -7, 1).RmsMicrovolts, 1e-9);
        Assert.Equal(7, Fed(i => i % 2 == 0 ? 7 : -7, 3000).RmsMicrovolts, 1e-9);
    }

    [Fact]
    public void Of_a_sine_it_is_its_peak_over_the_root_of_two() =>
        Assert.Equal(100 / Math.Sqrt(2), Fed(i => (float)(100 * Math.Sin(2 * Math.PI * 100 * i / 2000)), 4000).RmsMicrovolts, 1.5);

    [Fact]
    public void After_a_time_constant_of_silence_the_mean_square_is_down_by_e()
    {
        var before = Fed(_ => 10, 4000).RmsMicrovolts;
        var after = Fed(i => i < 4000 ? 10 : 0, 4000 + 200).RmsMicrovolts;
        Assert.Equal(before * before / Math.E, after * after, 1e-6);
    }

    [Fact]
    public void The_width_is_the_spread_of_the_value_in_white_noise()
    {
        var (sum, squares, width) = (0.0, 0.0, 0.0);
        const int Runs = 400;
        for (var run = 0; run < Runs; run++)
        {
            var random = new Random(run);
            var envelope = Fed(_ => (float)(5 * CbiSession.Normal(random)), 800, 50);
            sum += envelope.RmsMicrovolts;
            squares += envelope.RmsMicrovolts * envelope.RmsMicrovolts;
            width += envelope.WidthMicrovolts / Runs;
        }

        var (mean, spread) = (sum / Runs, Math.Sqrt((squares / Runs) - (sum / Runs * (sum / Runs))));
        Assert.InRange(mean, 4.9, 5.1);
        Assert.InRange(spread / width, 0.85, 1.15); // 400 runs: the standard error of a spread is 3.5 %
    }

    [Theory]
    [InlineData(SampleQuality.NotFinite, 1f)]
    [InlineData(SampleQuality.Blanked, 1f)]
    [InlineData(SampleQuality.Contaminated, 1f)]
    [InlineData(SampleQuality.Settling, 1f)]
    [InlineData(SampleQuality.Good, float.NaN)]
    [InlineData(SampleQuality.Good, float.NegativeInfinity)]
    public void Frames_that_measure_nothing_leave_the_last_value(SampleQuality quality, float value)
    {
        var envelope = Fed(_ => 10, 1000);
        var (before, at) = (envelope.RmsMicrovolts, envelope.At);
        envelope.Take(value, quality, At(1000));
        Assert.Equal((before, at), (envelope.RmsMicrovolts, envelope.At));
    }

    [Fact]
    public void Before_the_first_frame_and_after_a_reset_there_is_no_value()
    {
        var envelope = Fed(_ => 10, 2000);
        Assert.True(envelope.IsSettled);
        envelope.Reset();
        Assert.True(double.IsNaN(envelope.RmsMicrovolts));
        Assert.Equal(double.PositiveInfinity, envelope.WidthMicrovolts);
        Assert.False(envelope.At.IsSet || envelope.IsSettled);
    }

    [Fact]
    public void A_memory_shorter_than_a_frame_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmgEnvelope(s_rate, Duration.FromMilliseconds(0.4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmgEnvelope(default, Duration.FromMilliseconds(100)));
    }

    [Fact]
    public void Taking_a_frame_allocates_nothing()
    {
        var envelope = Fed(_ => 10, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 1000; i++)
        {
            envelope.Take(3, SampleQuality.Good, At(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
