using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Lowers the rate by a whole factor: a causal anti-alias low-pass, then every factor-th frame. A kept frame has its own timestamp, the
/// last of the frames that it stands for, and the flags of all of them. The delay is the low-pass's, stated at its reference frequency.
/// </summary>
/// <remarks>
/// Starts and settles as <see cref="SosFilter"/> does. The first frame kept is number factor − 1. A kept frame's number among the
/// inputs of the loop is known for the first of a block only (<see cref="SampleBlock.FirstInput"/>).
/// </remarks>
public sealed class Decimation : BlockOperator
{
    private readonly SosFilter _lowPass;
    private readonly SampleBlock _one;
    private readonly int _factor;
    private int _passed;
    private SampleQuality _flags;

    /// <summary>With the usual low-pass, <see cref="ButterworthDesign.AntiAlias"/>.</summary>
    /// <param name="input">The stream, of a regular rate.</param>
    /// <param name="factor">How many frames become one, 2 or more.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <exception cref="ArgumentException">The factor is below 2 or the rate irregular.</exception>
    public Decimation(StreamInfo input, int factor, int capacity)
        : this(input, factor, ButterworthDesign.AntiAlias(factor, Rate(input)), capacity)
    {
    }

    /// <summary>With a low-pass of the caller's.</summary>
    /// <param name="input">The stream, of a regular rate.</param>
    /// <param name="factor">How many frames become one, 2 or more.</param>
    /// <param name="lowPass">A low-pass for the input's rate that passes nothing above half the new rate.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <exception cref="ArgumentException">The factor is below 2, the rate irregular, or the low-pass not for this rate or not stable.</exception>
    public Decimation(StreamInfo input, int factor, SosDesign lowPass, int capacity)
        : base(input, Slower(input, factor), capacity)
    {
        _factor = factor;
        _lowPass = new(input, lowPass, 1);
        _one = new(input, 1);
    }

    /// <inheritdoc/>
    public override double DelaySamples => _lowPass.DelaySamples;

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output)
    {
        _one.Clear();
        frame.CopyTo(_one.Append(time, quality));
        var filtered = _lowPass.Process(_one);
        _flags |= filtered.Qualities[0];
        if (++_passed < _factor)
        {
            return;
        }

        filtered.Frame(0).CopyTo(output.Append(time, _flags));
        (_passed, _flags) = (0, SampleQuality.Good);
    }

    /// <inheritdoc/>
    protected override void Forget()
    {
        (_passed, _flags) = (0, SampleQuality.Good);
        _one.Clear();
        _lowPass.Reset();
    }

    private static StreamInfo Slower(StreamInfo input, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        return input with { NominalRate = Frequency.FromHertz(Rate(input).TotalHertz / factor) };
    }

    private static Frequency Rate(StreamInfo input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.NominalRate > default(Frequency)
            ? input.NominalRate
            : throw new ArgumentException($"Stream '{input.Name}' has no regular rate, so its rate cannot be lowered by a factor.", nameof(input));
    }
}
