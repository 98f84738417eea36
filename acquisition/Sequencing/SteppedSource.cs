using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// A stream that was recorded before, let through frame by frame: the owner looks at the next timestamp, allows as many frames as belong
/// to the coming turn, and the sequencer takes exactly those.
/// </summary>
public sealed class SteppedSource : IFrameSource
{
    private readonly Func<SampleBlock, int>? _fill;
    private readonly Func<Marker?>? _nextMarker;
    private readonly SampleBlock _chunk;
    private Marker? _marker;
    private int _next;
    private int _allowed;

    private SteppedSource(StreamInfo stream, int chunkFrames, Func<SampleBlock, int>? fill, Func<Marker?>? nextMarker)
    {
        Stream = stream;
        _fill = fill;
        _nextMarker = nextMarker;
        _chunk = new SampleBlock(stream, fill is null ? 1 : chunkFrames);
    }

    /// <inheritdoc/>
    public StreamInfo Stream { get; }

    /// <inheritdoc/>
    public string? Lost => null;

    /// <summary>A stream of numbers.</summary>
    /// <param name="stream">What it is.</param>
    /// <param name="chunkFrames">How many frames are read at a time; changes nothing but speed.</param>
    /// <param name="fill">Appends the next frames to a block and gives their number; 0 at the end.</param>
    public static SteppedSource OfFrames(StreamInfo stream, int chunkFrames, Func<SampleBlock, int> fill) =>
        new(stream, chunkFrames, fill, null);

    /// <summary>A stream of text.</summary>
    /// <param name="stream">What it is.</param>
    /// <param name="next">Gives the next marker; null at the end.</param>
    public static SteppedSource OfMarkers(StreamInfo stream, Func<Marker?> next) => new(stream, 1, null, next);

    /// <summary>Looks at the timestamp of the next frame or marker; false at the end.</summary>
    public bool TryPeek(out Instant next)
    {
        if (_nextMarker is not null)
        {
            _marker ??= _nextMarker();
            next = _marker?.Time ?? default;
            return _marker is not null;
        }

        if (_next == _chunk.FrameCount)
        {
            Refill();
        }

        next = _next < _chunk.FrameCount ? _chunk.Timestamps[_next] : default;
        return _next < _chunk.FrameCount;
    }

    /// <summary>Lets so many more frames or markers through.</summary>
    public void Allow(int count) => _allowed += count;

    /// <inheritdoc/>
    public int Poll(SampleBlock arrived, Instant taken)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        var count = 0;
        for (; _fill is not null && _allowed > 0 && arrived.FrameCount < arrived.Capacity && TryPeek(out var time); _allowed--, count++)
        {
            _chunk.Frame(_next).CopyTo(arrived.Append(time, _chunk.Qualities[_next]));
            _next++;
        }

        return count;
    }

    /// <inheritdoc/>
    public bool TryTakeMarker(Instant taken, out Marker marker)
    {
        marker = default;
        if (_nextMarker is null || _allowed == 0 || !TryPeek(out _))
        {
            return false;
        }

        marker = _marker!.Value;
        _marker = null;
        _allowed--;
        return true;
    }

    private void Refill()
    {
        _chunk.Poison();
        _next = 0;
        _fill!(_chunk);
    }
}
