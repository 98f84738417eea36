using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// What all operators share: the output block and its poison, the checks, and the holding of values that are not finite. An operator
/// adds what becomes of one frame.
/// </summary>
public abstract class BlockOperator : IBlockOperator
{
    private readonly Frequency _inputRate;
    private readonly int _inputChannels;
    private readonly SampleBlock _output;
    private readonly float[] _held;

    /// <summary>Sizes everything.</summary>
    /// <param name="input">The stream that goes in.</param>
    /// <param name="output">The stream that comes out.</param>
    /// <param name="capacity">The most frames of one input block, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    protected BlockOperator(StreamInfo input, StreamInfo output, int capacity)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        _inputRate = input.NominalRate;
        _inputChannels = input.ChannelCount;
        _output = new(output, capacity);
        _held = new float[input.ChannelCount];
        Output = output;
    }

    /// <inheritdoc/>
    public StreamInfo Output { get; }

    /// <inheritdoc/>
    public virtual double DelaySamples => 0;

    /// <inheritdoc/>
    public Duration Delay => _inputRate > default(Frequency)
        ? Duration.FromSeconds(DelaySamples / _inputRate.TotalHertz)
        : Duration.Zero;

    /// <inheritdoc/>
    public SampleBlock Process(SampleBlock input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(input);
        _output.Poison();
        for (var i = 0; i < input.FrameCount; i++)
        {
            var framesBefore = _output.FrameCount;
            var quality = Hold(input.Frame(i), input.Qualities[i], _held);
            Take(_held, input.Timestamps[i], quality, _output);
            if (_output.FrameCount > framesBefore)
            {
                Finish(framesBefore, input.FirstInput == 0 ? 0 : input.FirstInput + i);
            }
        }

        return _output;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_held);
        _output.Poison();
        Forget();
    }

    /// <summary>
    /// Brings the finite values of a frame into <paramref name="held"/>, leaves the last finite ones where there are none (0 before the
    /// first), and gives the frame's flags.
    /// </summary>
    protected virtual SampleQuality Hold(ReadOnlySpan<float> frame, SampleQuality quality, Span<float> held)
    {
        for (var channel = 0; channel < frame.Length; channel++)
        {
            var value = frame[channel];
            if (float.IsFinite(value))
            {
                held[channel] = value;
            }
            else
            {
                quality |= SampleQuality.NotFinite;
            }
        }

        return quality;
    }

    /// <summary>Takes one frame, all values finite, and appends what comes of it, if anything.</summary>
    protected abstract void Take(ReadOnlySpan<float> frame, Instant time, SampleQuality quality, SampleBlock output);

    /// <summary>Clears the state that the operator itself keeps.</summary>
    protected virtual void Forget()
    {
    }

    // A finite input can still come out beyond the range of float; that is no measurement either.
    private void Finish(int frame, long number)
    {
        _output.FirstInput = frame == 0 ? number : _output.FirstInput;
        foreach (ref var value in _output.Frame(frame))
        {
            if (!float.IsFinite(value))
            {
                value = 0;
                _output.Qualities[frame] |= SampleQuality.NotFinite;
            }
        }
    }

    private void Check(SampleBlock input)
    {
        if (input.ChannelCount != _inputChannels)
        {
            throw new ArgumentException(
                $"A block of {input.ChannelCount} channels came where '{Output.Name}' was built for {_inputChannels}.", nameof(input));
        }

        if (input.FrameCount > _output.Capacity)
        {
            throw new ArgumentException(
                $"A block of {input.FrameCount} frames came where '{Output.Name}' was built for at most {_output.Capacity}.",
                nameof(input));
        }
    }
}
