using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Works in turns on the acquisition thread: reads the clock once, lets the taker take what came in besides samples, then hands over
/// the frames that have arrived, of all streams, merged by timestamp (ties: the order of the streams in the experiment).
/// </summary>
/// <remarks>
/// Allocates nothing after construction and never blocks. A turn hands over at most <c>turnCapacity</c> frames a stream; what is left comes in
/// the next one, so that a backlog cannot hide the age of data.
/// </remarks>
public sealed class Sequencer
{
    private readonly Clock _clock;
    private readonly ITurnTaker _taker;
    private readonly StreamQueue[] _queues;

    /// <summary>Makes a sequencer over streams in the order of the experiment.</summary>
    /// <param name="clock">The clock that each turn reads once.</param>
    /// <param name="sources">The streams.</param>
    /// <param name="taker">Who takes the inputs.</param>
    /// <param name="turnCapacity">The most frames of one stream in one turn.</param>
    public Sequencer(Clock clock, IReadOnlyList<IFrameSource> sources, ITurnTaker taker, int turnCapacity = 4096)
    {
        ArgumentNullException.ThrowIfNull(sources);
        _clock = clock;
        _taker = taker;
        _queues = [.. sources.Select(source => new StreamQueue(source, turnCapacity))];
    }

    /// <summary>One turn; gives its instant.</summary>
    public Instant Turn()
    {
        var taken = _clock.Now;
        _taker.BeginTurn(taken);
        for (var stream = 0; stream < _queues.Length; stream++)
        {
            _queues[stream].Fill(taken);
        }

        while (Earliest() is var stream and >= 0)
        {
            HandOver(stream);
        }

        for (var stream = 0; stream < _queues.Length; stream++)
        {
            if (_queues[stream].TryTakeLoss(out var reason))
            {
                _taker.StreamLost(stream, reason);
            }
        }

        _taker.EndTurn();
        return taken;
    }

    private int Earliest()
    {
        var best = -1;
        for (var stream = 0; stream < _queues.Length; stream++)
        {
            if (_queues[stream].HasNext && (best < 0 || _queues[stream].NextTime < _queues[best].NextTime))
            {
                best = stream;
            }
        }

        return best;
    }

    private void HandOver(int stream)
    {
        var queue = _queues[stream];
        if (queue.IsText)
        {
            _taker.TakeMarker(stream, queue.TakeMarker());
            return;
        }

        var block = queue.TakeRun(UntilOf(stream), UntilIncludes(stream));
        _taker.TakeFrames(stream, block);
        block.Poison();
    }

    /// <summary>The earliest next time among the other streams: the run of this stream ends there.</summary>
    private Instant UntilOf(int stream)
    {
        var other = OtherEarliest(stream);
        return other < 0 ? Instant.FromNanoseconds(long.MaxValue) : _queues[other].NextTime;
    }

    /// <summary>At a tie the stream named first in the experiment goes first.</summary>
    private bool UntilIncludes(int stream)
    {
        var other = OtherEarliest(stream);
        return other < 0 || stream < other;
    }

    private int OtherEarliest(int stream)
    {
        var best = -1;
        for (var other = 0; other < _queues.Length; other++)
        {
            if (other != stream && _queues[other].HasNext && (best < 0 || _queues[other].NextTime < _queues[best].NextTime))
            {
                best = other;
            }
        }

        return best;
    }
}
