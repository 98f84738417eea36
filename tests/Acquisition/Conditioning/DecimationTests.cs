using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Tests.Support;
using Xunit;

namespace ClosedLoop.Tests.Acquisition.Conditioning;

public sealed class DecimationTests : OperatorContract
{
    protected override StreamInfo Input => Montages.Stream(["C3", "C4"], 5000);

    protected override IBlockOperator Create(int capacity) => new Decimation(Input, 5, capacity);

    [Fact]
    public void Every_fifth_frame_is_kept_with_its_own_time()
    {
        var signal = Signal();
        var output = Run(Create(64), signal, [64]);
        Assert.Equal(signal.FrameCount / 5, output.FrameCount);
        Assert.Equal(signal.Times.Where((_, i) => i % 5 == 4), output.Times);
        Assert.Equal(1000, output.Stream.NominalRate.TotalHertz);
    }

    [Fact]
    public void A_kept_frame_has_the_flags_of_all_that_it_stands_for()
    {
        var signal = Signal();
        signal.Flag(1000, SampleQuality.AfterGap);
        signal.Flag(1003, SampleQuality.Blanked);
        var output = Run(Create(64), signal, [64]);
        Assert.Equal(
            SampleQuality.AfterGap | SampleQuality.Blanked,
            output.Qualities[200] & (SampleQuality.AfterGap | SampleQuality.Blanked));
        Assert.Equal(SampleQuality.Good, output.Qualities[199] & (SampleQuality.AfterGap | SampleQuality.Blanked));
    }

    [Fact]
    public void A_rhythm_passes_and_what_would_fold_onto_it_does_not()
    {
        Assert.Equal(20, Amplitude(10, 20), 0.01);

        // 990 Hz sampled at 1 kHz would look like 10 Hz; order 4 at 400 Hz leaves about 2 % of it.
        Assert.InRange(Amplitude(990, 20), 0, 0.6);
    }

    [Fact]
    public void The_stated_delay_is_that_of_a_slow_ramp()
    {
        var stream = Montages.Stream(["C3"], 5000);
        var decimation = new Decimation(stream, 5, 3000);
        var ramp = Enumerable.Range(0, 3000).Select(i => new[] { (float)i }).ToArray();
        var output = decimation.Process(Montages.Block(stream, ramp));
        Assert.Equal(2999 - decimation.DelaySamples, output.Frame(output.FrameCount - 1)[0], 1e-2);
        Assert.InRange(decimation.Delay.TotalMilliseconds, 0.9, 1.2);
    }

    [Fact]
    public void An_impossible_decimation_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Decimation(Input, 1, 1));
        Assert.Throws<ArgumentException>(() => new Decimation(Input with { NominalRate = default }, 2, 1));
    }

    private static double Amplitude(double hertz, double amplitude)
    {
        var stream = Montages.Stream(["C3"], 5000);
        var frames = Enumerable.Range(0, 10000)
            .Select(i => new[] { (float)(amplitude * Math.Sin(2 * Math.PI * hertz * i / 5000)) }).ToArray();
        var output = new Decimation(stream, 5, 10000).Process(Montages.Block(stream, frames));
        var settled = output.Values[1000..].ToArray();
        return Math.Sqrt(2 * settled.Average(v => (double)v * v));
    }
}
