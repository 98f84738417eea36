using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

public sealed class SosFilterTests : OperatorContract
{
    private static readonly SosDesign _mu = ButterworthDesign.BandPass(2, Frequency.FromHertz(8), Frequency.FromHertz(13), Frequency.FromHertz(1000));

    protected override StreamInfo Input => Montages.Stream(["C3", "C4"]);

    protected override IBlockOperator Create(int capacity) => new SosFilter(Input, _mu, capacity);

    [Fact]
    public void It_is_the_difference_equation_of_its_sections()
    {
        var signal = Signal();
        var expected = signal.Channel(1);
        foreach (var s in _mu.Sections)
        {
            // Steady state of a band-pass for a constant is all zero output; the past input is the first value.
            var (x1, x2, y1, y2) = (expected[0], expected[0], expected[0] * s.StepGain, expected[0] * s.StepGain);
            for (var i = 0; i < expected.Length; i++)
            {
                var x = expected[i];
                var y = (s.B0 * x) + (s.B1 * x1) + (s.B2 * x2) - (s.A1 * y1) - (s.A2 * y2);
                (x2, x1, y2, y1) = (x1, x, y1, y);
                expected[i] = y;
            }
        }

        var actual = Run(Create(64), signal, [64]).Channel(1);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    [Fact]
    public void A_constant_passes_a_low_pass_unchanged_from_the_first_frame_and_never_passes_a_high_pass()
    {
        var (low, high) = (
            new SosFilter(Input, ButterworthDesign.LowPass(4, Frequency.FromHertz(40), Frequency.FromHertz(1000)), 100),
            new SosFilter(Input, ButterworthDesign.HighPass(3, Frequency.FromHertz(0.5), Frequency.FromHertz(1000)), 100));
        var block = Montages.Block(Input, [.. Enumerable.Repeat(new[] { 5000f, -3f }, 100)]);
        Assert.All(low.Process(block).Values.ToArray().Chunk(2), frame =>
        {
            Assert.Equal(5000, frame[0], 1e-3);
            Assert.Equal(-3, frame[1], 1e-5);
        });
        Assert.All(high.Process(block).Values.ToArray(), value => Assert.Equal(0, value, 1e-6));
    }

    [Fact]
    public void A_sine_comes_out_with_the_gain_and_the_delay_that_the_design_states()
    {
        const double Hertz = 10.198039;
        var stream = Montages.Stream(["C3"]);
        var filter = new SosFilter(stream, _mu, 4000);
        var frames = Enumerable.Range(0, 4000).Select(i => new[] { (float)Math.Cos(2 * Math.PI * Hertz * i / 1000) }).ToArray();
        var output = filter.Process(Montages.Block(stream, frames));

        // At the centre of the band the phase is 0, so a slow change of amplitude is what the delay moves: check the gain there.
        var peak = output.Values[3000..].ToArray().Max();
        Assert.Equal(_mu.GainAt(Frequency.FromHertz(Hertz)), peak, 2e-3);
        Assert.InRange(filter.DelaySamples, 80, 100);
        Assert.Equal(filter.DelaySamples, filter.Delay.TotalMilliseconds, 1e-6);
    }

    [Fact]
    public void A_slow_change_of_amplitude_comes_out_later_by_the_stated_delay()
    {
        // A burst with a Gaussian envelope of 800 ms, its carrier at the reference frequency: the envelope's centre moves by the group delay.
        var stream = Montages.Stream(["C3"]);
        var hertz = _mu.Reference.TotalHertz;
        var frames = Enumerable.Range(0, 12000).Select(i => new[]
        {
            (float)(Math.Exp(-Math.Pow((i - 6000) / 800.0, 2) / 2) * Math.Cos(2 * Math.PI * hertz * i / 1000)),
        }).ToArray();
        var filter = new SosFilter(stream, _mu, 12000);
        var power = filter.Process(Montages.Block(stream, frames)).Values.ToArray().Select(v => (double)v * v).ToArray();
        var centre = power.Select((p, i) => p * i).Sum() / power.Sum();
        Assert.Equal(6000 + filter.DelaySamples, centre, 0.5);
    }

    [Fact]
    public void Frames_are_marked_until_the_filter_has_settled_and_again_after_each_gap()
    {
        var signal = Signal();
        signal.Flag(2000, SampleQuality.AfterGap);
        var filter = new SosFilter(Input, _mu, 64);

        // The slower pole pair has radius √0.9818: ln 100 of its time constants are 501 samples.
        Assert.InRange(filter.SettlingFrames, 400, 600);
        var output = Run(filter, signal, [64]);
        for (var i = 0; i < output.FrameCount; i++)
        {
            var settling = i < filter.SettlingFrames || (i >= 2000 && i < 2000 + filter.SettlingFrames);
            Assert.Equal(settling, (output.Qualities[i] & SampleQuality.Settling) != 0);
        }
    }

    [Fact]
    public void A_filter_waits_for_the_first_good_frame_and_starts_there_without_a_step()
    {
        var filter = new SosFilter(Input, ButterworthDesign.LowPass(2, Frequency.FromHertz(40), Frequency.FromHertz(1000)), 3);
        var output = filter.Process(Montages.Block(Input, [float.NaN, 700], [500, 700], [500, 700]));
        Assert.Equal([0, 0, 500, 700, 500, 700], output.Values.ToArray().Select(v => (int)Math.Round(v)));
    }

    [Fact]
    public void A_design_for_another_rate_or_an_unstable_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SosFilter(Montages.Stream(["C3"], 500), _mu, 1));
        var unstable = _mu with { Sections = [new(1, 0, 0, -2.1, 1.1)] };
        Assert.Throws<ArgumentException>(() => new SosFilter(Input, unstable, 1));
        Assert.Throws<ArgumentException>(() => new SosFilter(Input, _mu with { Sections = [] }, 1));
    }
}
