using System.Diagnostics.CodeAnalysis;

namespace ClosedLoop.Core;

/// <summary>
/// Frames × channels of <c>float</c>, frame after frame, with one timestamp and one quality flag a frame. A block is borrowed: its
/// contents are valid until <c>OnNext</c> returns, and who keeps them copies them.
/// </summary>
/// <remarks>
/// The owner makes a block once with its largest size and fills it again and again; nothing allocates after that. After each use
/// the owner calls <see cref="Poison"/>, which in Debug builds and in every test turns the contents into NaN, so that an operator
/// that kept the block is found out. One thread at a time.
/// </remarks>
public sealed class SampleBlock
{
    private static readonly bool PoisonAlways =
#if DEBUG
        true;
#else
        AppContext.TryGetSwitch("ClosedLoop.PoisonBlocks", out var on) && on;
#endif

    private readonly float[] _values;
    private readonly Instant[] _timestamps;
    private readonly SampleQuality[] _qualities;

    /// <summary>Makes an empty block; allocates all its storage.</summary>
    /// <param name="stream">The stream whose frames it holds; gives the channel count.</param>
    /// <param name="capacity">The most frames it can hold, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public SampleBlock(StreamInfo stream, int capacity)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Stream = stream;
        ChannelCount = stream.ChannelCount;
        Capacity = capacity;
        _values = new float[capacity * ChannelCount];
        _timestamps = new Instant[capacity];
        _qualities = new SampleQuality[capacity];
    }

    /// <summary>The stream whose frames these are.</summary>
    public StreamInfo Stream { get; }

    /// <summary>Channels a frame.</summary>
    public int ChannelCount { get; }

    /// <summary>The most frames the block can hold.</summary>
    public int Capacity { get; }

    /// <summary>Frames in the block now.</summary>
    public int FrameCount { get; private set; }

    /// <summary>
    /// The number of the first frame among the inputs of the loop (frame i has number FirstInput + i); 0 where the block has not
    /// passed the sequencer.
    /// </summary>
    public long FirstInput { get; set; }

    /// <summary>All values, frame after frame: frame i, channel c at i × <see cref="ChannelCount"/> + c.</summary>
    public Span<float> Values => _values.AsSpan(0, FrameCount * ChannelCount);

    /// <summary>One sample time a frame, on the local clock.</summary>
    public Span<Instant> Timestamps => _timestamps.AsSpan(0, FrameCount);

    /// <summary>One quality flag a frame.</summary>
    public Span<SampleQuality> Qualities => _qualities.AsSpan(0, FrameCount);

    /// <summary>The values of one frame, one a channel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame is not in the block.</exception>
    public Span<float> Frame(int frame)
    {
        if (unchecked((uint)frame) >= unchecked((uint)FrameCount))
        {
            ThrowNoFrame(frame);
        }

        return _values.AsSpan(frame * ChannelCount, ChannelCount);
    }

    /// <summary>Adds a frame at the end and gives its values to be filled in.</summary>
    /// <exception cref="InvalidOperationException">The block is full.</exception>
    public Span<float> Append(Instant timestamp, SampleQuality quality)
    {
        if (FrameCount == Capacity)
        {
            ThrowFull();
        }

        var frame = FrameCount++;
        _timestamps[frame] = timestamp;
        _qualities[frame] = quality;
        return _values.AsSpan(frame * ChannelCount, ChannelCount);
    }

    /// <summary>Empties the block for the next use.</summary>
    public void Clear()
    {
        FrameCount = 0;
        FirstInput = 0;
    }

    /// <summary>
    /// Ends the loan: empties the block, and in Debug builds and tests also overwrites everything it held with NaN, unset times
    /// and every quality flag. Does not allocate.
    /// </summary>
    public void Poison()
    {
        if (PoisonAlways)
        {
            _values.AsSpan(0, FrameCount * ChannelCount).Fill(float.NaN);
            _timestamps.AsSpan(0, FrameCount).Clear();
            _qualities.AsSpan(0, FrameCount).Fill((SampleQuality)0xFF);
        }

        Clear();
    }

    [DoesNotReturn]
    private void ThrowNoFrame(int frame) =>
        throw new ArgumentOutOfRangeException(nameof(frame), frame, $"The block holds {FrameCount} frames.");

    [DoesNotReturn]
    private void ThrowFull() =>
        throw new InvalidOperationException($"The block is full: it holds {Capacity} frames of '{Stream.Name}'.");
}
