using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Picks channels by label, in the order asked for, and renames them to what was asked; labels are compared as
/// <see cref="ElectrodeName"/> does. No memory, no delay.
/// </summary>
/// <remarks>
/// A value that is not finite in a channel that was not picked neither marks the frame nor, if the reader had marked the frame for it,
/// leaves it marked.
/// </remarks>
public sealed class ChannelPick : BlockOperator
{
    private readonly int[] _picked;
    private readonly bool[] _isPicked;

    /// <summary>Looks the labels up in the stream.</summary>
    /// <param name="input">The stream to pick from.</param>
    /// <param name="labels">The channels wanted, at least one, in the order of the output.</param>
    /// <param name="capacity">The most frames of one input block.</param>
    /// <param name="names">What to call them, one a label; the labels as asked if null.</param>
    /// <exception cref="ArgumentException">A label is not in the stream, is there twice, or the lists do not fit.</exception>
    public ChannelPick(StreamInfo input, IReadOnlyList<string> labels, int capacity, IReadOnlyList<string>? names = null)
        : base(input, Picked(input, labels, names ?? labels), capacity)
    {
        _picked = [.. labels.Select(label => Index(input, label))];
        _isPicked = new bool[input.ChannelCount];
        foreach (var channel in _picked)
        {
            _isPicked[channel] = true;
        }
    }

    /// <inheritdoc/>
    protected override SampleQuality Hold(ReadOnlySpan<float> frame, SampleQuality quality, Span<float> held)
    {
        var (pickedFail, othersFail) = (false, false);
        for (var channel = 0; channel < frame.Length; channel++)
        {
            if (float.IsFinite(frame[channel]))
            {
                held[channel] = frame[channel];
            }
            else if (_isPicked[channel])
            {
                pickedFail = true;
            }
            else
            {
                othersFail = true;
            }
        }

        return pickedFail ? quality | SampleQuality.NotFinite : othersFail ? quality & ~SampleQuality.NotFinite : quality;
    }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output)
    {
        var values = output.Append(time, quality);
        for (var i = 0; i < _picked.Length; i++)
        {
            values[i] = frame[_picked[i]];
        }
    }

    private static StreamInfo Picked(StreamInfo input, IReadOnlyList<string> labels, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (labels.Count == 0 || labels.Count != names.Count)
        {
            throw new ArgumentException($"{labels.Count} channels were asked for and {names.Count} names given; both must be the same number, at least 1.", nameof(labels));
        }

        var channels = labels.Select((label, i) => input.Channels[Index(input, label)] with { Label = names[i] });
        return input with { Channels = [.. channels] };
    }

    private static int Index(StreamInfo input, string label)
    {
        var index = ElectrodeName.Find(input.Channels, label);
        return index >= 0
            ? index
            : throw new ArgumentException(
                $"Stream '{input.Name}' has no channel '{label}'; it has {string.Join(", ", input.Channels.Select(c => c.Label))}.",
                nameof(label));
    }
}
