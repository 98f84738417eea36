using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Multiplies every value by one factor, for a stream whose numbers are a known multiple of its unit. No memory, no delay.</summary>
public sealed class Gain : BlockOperator
{
    private readonly double _factor;

    /// <summary>Makes the operator.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="factor">The factor; finite and not 0.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is 0 or not finite.</exception>
    public Gain(StreamInfo input, double factor, int capacity)
        : base(input, input, capacity)
    {
        if (!double.IsFinite(factor) || factor == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A stream can be scaled by a finite factor other than 0.");
        }

        _factor = factor;
    }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var values = output.Append(time, quality);
        for (var channel = 0; channel < frame.Length; channel++)
        {
            values[channel] = (float)(frame[channel] * _factor);
        }
    }
}
