namespace ClosedLoop.Control;

/// <summary>
/// Carries feedback from the acquisition thread to whoever shows or plays it, on another thread. When the reader falls behind, values
/// are lost and counted; the loop never waits.
/// </summary>
public sealed class FeedbackRing
{
    private readonly SpscRing<Feedback> _ring;
    private long _lost;

    /// <summary>Makes a ring.</summary>
    /// <param name="capacity">The most values that can wait, rounded up to a power of two.</param>
    public FeedbackRing(int capacity) => _ring = new SpscRing<Feedback>(capacity, () => default);

    /// <summary>Values lost because the reader was behind.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Takes the oldest value; false when there is none. One reading thread.</summary>
    public bool TryTake(out Feedback feedback)
    {
        var has = _ring.TryPeek(out var slot);
        feedback = has ? _ring[slot] : default;
        if (has)
        {
            _ring.Release();
        }

        return has;
    }

    internal void Put(in Feedback feedback)
    {
        if (!_ring.TryReserve(out var slot))
        {
            Volatile.Write(ref _lost, _lost + 1);
            return;
        }

        _ring[slot] = feedback;
        _ring.Publish();
    }
}
