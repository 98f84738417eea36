using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClosedLoop.Tests.Support;

/// <summary>What every block operator owes. A test class for an operator inherits it and says how the operator is made.</summary>
public abstract class OperatorContract
{
    private const int Frames = 3000;
    private const int Capacity = 64;
    private const int Cuttings = 30;

    /// <summary>The stream that the operator is made for, of a regular rate.</summary>
    protected abstract StreamInfo Input { get; }

    /// <summary>A new operator, ready for the first frame of <see cref="Signal"/>; marks already given where it takes marks.</summary>
    protected abstract IBlockOperator Create(int capacity);

    /// <summary>A channel on which the output depends.</summary>
    protected virtual int ProbeChannel => 0;

    /// <summary>The frame that the contract spoils; choose another if this one is treated specially.</summary>
    protected virtual int SpoiledFrame => 1501;

    [Fact]
    public void The_output_is_the_same_however_the_samples_are_cut()
    {
        var signal = Spoiled();
        var whole = Run(Create(Frames), signal, [Frames]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cuttings), Prop.ForAll(
            ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(),
            cuts => whole.FirstDifference(Run(Create(Capacity), signal, [.. cuts.Get.Select(cut => 1 + (cut.Get % Capacity))])) is null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(1000)]
    public void The_output_is_the_same_in_blocks_of(int frames)
    {
        var signal = Spoiled();
        Assert.Null(Run(Create(Frames), signal, [Frames]).FirstDifference(Run(Create(frames), signal, [frames])));
    }

    [Fact]
    public void Processing_allocates_nothing_after_warm_up()
    {
        var signal = Spoiled();
        var (step, block) = (Create(Capacity), new SampleBlock(Input, Capacity));
        Pass(step, block, signal, 0, Frames / 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass(step, block, signal, Frames / 2, Frames);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Nothing_is_kept_of_a_poisoned_block()
    {
        var signal = Signal();
        var poisoned = Run(Create(Capacity), signal, [Capacity]);
        var step = Create(Capacity);
        var fresh = new TestSignal(step.Output);
        for (var first = 0; first < Frames; first += Capacity)
        {
            // A block of its own each time, never poisoned: whoever keeps one here is lucky, and differs from the run above.
            var block = new SampleBlock(Input, Capacity);
            signal.Fill(block, first, Capacity);
            fresh.Add(step.Process(block));
        }

        Assert.Null(fresh.FirstDifference(poisoned));
        Assert.DoesNotContain(poisoned.Qualities, quality => (quality & SampleQuality.NotFinite) != 0);
    }

    [Fact]
    public void The_output_block_is_lent_and_poisoned_before_it_is_filled_again()
    {
        var signal = Signal();
        var (step, block) = (Create(Capacity), new SampleBlock(Input, Capacity));
        signal.Fill(block, 0, Capacity);
        var output = step.Process(block);
        Assert.Same(step.Output, output.Stream);
        Assert.True(output.FrameCount > 0);
        var lent = output.Frame(0);
        block.Poison();
        Assert.Same(output, step.Process(block));
        Assert.Equal(0, output.FrameCount);
        Assert.True(float.IsNaN(lent[0]));
    }

    [Fact]
    public void Reset_equals_new()
    {
        var signal = Spoiled();
        var fresh = Create(Capacity);
        var used = Create(Capacity);
        Run(used, signal, [Capacity]);
        used.Reset();
        fresh.Reset();
        Assert.Null(Run(fresh, signal, [Capacity]).FirstDifference(Run(used, signal, [Capacity])));
    }

    [Fact]
    public void A_value_that_is_not_finite_is_marked_and_does_not_spread()
    {
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var signal = Signal();
            signal[SpoiledFrame][ProbeChannel] = value;
            var output = Run(Create(Capacity), signal, [Capacity]);
            AssertMarkedOnce(output, SampleQuality.NotFinite, signal.Times[SpoiledFrame]);
            AssertFinite(output);
            AssertEndsLike(Run(Create(Capacity), Signal(), [Capacity]), output);
        }
    }

    [Fact]
    public void A_first_value_that_is_not_finite_is_marked_and_does_not_spread()
    {
        var signal = Signal();
        signal[0][ProbeChannel] = float.NaN;
        var output = Run(Create(Capacity), signal, [Capacity]);
        AssertMarkedOnce(output, SampleQuality.NotFinite, signal.Times[0]);
        AssertFinite(output);
    }

    [Fact]
    public void A_gap_is_marked_where_it_was_and_nowhere_else()
    {
        var signal = Signal();
        signal.Flag(SpoiledFrame, SampleQuality.AfterGap);
        AssertMarkedOnce(Run(Create(Capacity), signal, [Capacity]), SampleQuality.AfterGap, signal.Times[SpoiledFrame]);
    }

    [Fact]
    public void Every_flag_of_the_reader_is_handed_on()
    {
        foreach (var flag in new[] { SampleQuality.Saturated, SampleQuality.TimeDeduced, SampleQuality.Blanked })
        {
            var signal = Signal();
            signal.Flag(SpoiledFrame, flag);
            var output = Run(Create(Capacity), signal, [Capacity]);
            Assert.NotEqual(0, (int)(output.Qualities[FirstAtOrAfter(output, signal.Times[SpoiledFrame])] & flag));
        }
    }

    [Fact]
    public void The_first_frame_of_a_block_keeps_its_number_among_the_inputs()
    {
        var signal = Signal();
        var (step, block) = (Create(Capacity), new SampleBlock(Input, Capacity));
        signal.Fill(block, 0, Capacity);
        block.FirstInput = 1000;
        var output = step.Process(block);
        var from = signal.Times.ToList().IndexOf(output.Timestamps[0]);
        Assert.Equal(1000 + from, output.FirstInput);
    }

    [Fact]
    public void A_block_of_another_shape_is_refused()
    {
        var step = Create(Capacity);
        var wider = Input with { Channels = [.. Input.Channels, new ChannelInfo("more")] };
        Assert.Throws<ArgumentException>(() => step.Process(new SampleBlock(wider, 1)));
        var longer = new SampleBlock(Input, Capacity + 1);
        Signal().Fill(longer, 0, Capacity + 1);
        Assert.Throws<ArgumentException>(() => step.Process(longer));
    }

    /// <summary>Passes a signal in blocks of the given sizes, repeated as needed, poisoning every input block, and copies what comes out.</summary>
    protected TestSignal Run(IBlockOperator step, TestSignal signal, IReadOnlyList<int> cuts)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(cuts);
        var output = new TestSignal(step.Output);
        var block = new SampleBlock(Input, cuts.Max());
        var first = 0;
        for (var i = 0; first < signal.FrameCount; i++)
        {
            var frames = cuts[i % cuts.Count];
            signal.Fill(block, first, frames);
            output.Add(step.Process(block));
            block.Poison();
            first += frames;
        }

        return output;
    }

    /// <summary>A clean signal of the operator's stream.</summary>
    protected TestSignal Signal() => TestSignal.Rhythm(Input, Frames);

    private TestSignal Spoiled()
    {
        var signal = Signal();
        signal[0][ProbeChannel] = float.NaN;
        signal[700][ProbeChannel] = float.PositiveInfinity;
        signal.Flag(1100, SampleQuality.AfterGap);
        signal.Flag(1101, SampleQuality.Saturated);
        signal[2000][0] = float.NaN;
        return signal;
    }

    private static void Pass(IBlockOperator step, SampleBlock block, TestSignal signal, int from, int to)
    {
        for (var first = from; first < to; first += block.Capacity)
        {
            signal.Fill(block, first, block.Capacity);
            step.Process(block);
            block.Poison();
        }
    }

    private static void AssertMarkedOnce(TestSignal output, SampleQuality flag, Instant time)
    {
        var marked = Enumerable.Range(0, output.FrameCount).Where(i => (output.Qualities[i] & flag) != 0).ToList();
        Assert.Equal([FirstAtOrAfter(output, time)], marked);
    }

    private static int FirstAtOrAfter(TestSignal output, Instant time) =>
        Enumerable.Range(0, output.FrameCount).First(i => output.Times[i] >= time);

    private static void AssertFinite(TestSignal output)
    {
        for (var i = 0; i < output.FrameCount; i++)
        {
            Assert.True(Array.TrueForAll(output[i], float.IsFinite), $"frame {i} holds a value that is not finite");
        }
    }

    // The signal ends long after the spoiled frame: what that left in the operator's state must have died away.
    private static void AssertEndsLike(TestSignal clean, TestSignal output)
    {
        var last = clean.FrameCount - 1;
        for (var channel = 0; channel < clean[last].Length; channel++)
        {
            Assert.Equal(clean[last][channel], output[last][channel], Math.Max(1e-3, Math.Abs(clean[last][channel]) * 1e-4));
        }
    }
}
