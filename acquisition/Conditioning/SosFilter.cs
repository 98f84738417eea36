using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// A causal recursive filter on every channel, second-order sections in double precision. The delay is the design's, at the design's
/// reference frequency.
/// </summary>
/// <remarks>
/// It starts on the first frame that is not flagged <see cref="SampleQuality.NotFinite"/>, in the state that this frame would have left
/// had it been there forever; frames before that come out as 0. From its start, and from each gap, held or saturated
/// frame, frames are flagged <see cref="SampleQuality.Settling"/> until the impulse response stays below 1 % of its peak. Over a gap the
/// state is kept: nothing is made up for the samples that are missing.
/// </remarks>
public sealed class SosFilter : BlockOperator
{
    // A filter that rings longer than this many samples is too slow to wait for; it stays marked for as long.
    private const int LongestRinging = 1 << 20;

    private readonly SosCascade _cascade;
    private readonly SettlingTime _settling;
    private bool _started;

    /// <summary>Prepares the filter.</summary>
    /// <param name="input">The stream; its nominal rate must be the design's.</param>
    /// <param name="design">The sections.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <exception cref="ArgumentException">The design is for another rate, is empty or not stable.</exception>
    public SosFilter(StreamInfo input, SosDesign design, int capacity)
        : base(input, input, capacity)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (design.Rate != input.NominalRate)
        {
            throw new ArgumentException(
                $"A filter designed for {design.Rate} cannot run on '{input.Name}' at {input.NominalRate}; design it for that rate.",
                nameof(design));
        }

        DelaySamples = design.DelaySamples;
        _cascade = new(design.Sections, input.ChannelCount);
        SettlingFrames = SosCascade.Ringing(design.Sections, LongestRinging);
        _settling = new(SettlingFrames);
    }

    /// <inheritdoc/>
    public override double DelaySamples { get; }

    /// <summary>For how many frames a disturbance is flagged.</summary>
    public int SettlingFrames { get; }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output)
    {
        var values = output.Append(time, _settling.Flag(quality));
        if (!_started && (quality & SampleQuality.NotFinite) != 0)
        {
            values.Clear();
            return;
        }

        for (var channel = 0; channel < frame.Length; channel++)
        {
            if (!_started)
            {
                _cascade.Settle(channel, frame[channel]);
            }

            values[channel] = (float)_cascade.Next(channel, frame[channel]);
        }

        _started = true;
    }

    /// <inheritdoc/>
    protected override void Forget()
    {
        _started = false;
        _cascade.Clear();
        _settling.Restart();
    }
}
