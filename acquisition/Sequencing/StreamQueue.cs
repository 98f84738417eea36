using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>What has arrived of one stream and was not handed over yet. One thread; allocates nothing after construction.</summary>
internal sealed class StreamQueue
{
    private const int MarkersATurn = 256;

    private readonly IFrameSource _source;
    private readonly SampleBlock _arrived;
    private readonly SampleBlock _run;
    private readonly Marker[] _markers;
    private int _next;
    private int _markerCount;
    private bool _lossTaken;

    public StreamQueue(IFrameSource source, int capacity)
    {
        _source = source;
        IsText = source.Stream.IsText;
        _arrived = new SampleBlock(source.Stream, IsText ? 1 : capacity);
        _run = new SampleBlock(source.Stream, IsText ? 1 : capacity);
        _markers = new Marker[IsText ? MarkersATurn : 0];
    }

    public bool IsText { get; }

    public bool HasNext => _next < (IsText ? _markerCount : _arrived.FrameCount);

    public Instant NextTime => IsText ? _markers[_next].Time : _arrived.Timestamps[_next];

    /// <summary>Takes in what has arrived; only called when everything before was handed over.</summary>
    public void Fill(Instant taken)
    {
        _next = 0;
        if (!IsText)
        {
            _arrived.Poison();
            _source.Poll(_arrived, taken);
            return;
        }

        for (_markerCount = 0; _markerCount < MarkersATurn && _source.TryTakeMarker(taken, out var marker); _markerCount++)
        {
            _markers[_markerCount] = marker;
        }
    }

    public Marker TakeMarker() => _markers[_next++];

    /// <summary>The longest run of frames from here that comes before (or, if <paramref name="inclusive"/>, not after) an instant.</summary>
    public SampleBlock TakeRun(Instant until, bool inclusive)
    {
        _run.Clear();
        var times = _arrived.Timestamps;
        do
        {
            _arrived.Frame(_next).CopyTo(_run.Append(times[_next], _arrived.Qualities[_next]));
            _next++;
        }
        while (_next < _arrived.FrameCount && (times[_next] < until || (inclusive && times[_next] == until)));
        return _run;
    }

    public bool TryTakeLoss(out string reason)
    {
        reason = _source.Lost ?? "";
        if (_lossTaken || _source.Lost is null)
        {
            return false;
        }

        _lossTaken = true;
        return true;
    }
}
