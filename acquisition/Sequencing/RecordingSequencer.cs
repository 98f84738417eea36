using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Plays a recording that has no turns of its own: one frame a turn, in the order of timestamps over all streams, and the turn's instant is
/// the frame's timestamp plus the transport delay. However the file is cut into chunks, the turns are the same.
/// </summary>
public sealed class RecordingSequencer
{
    private readonly IReadOnlyList<SteppedSource> _sources;
    private readonly FakeClock _clock;
    private readonly Sequencer _sequencer;
    private readonly Duration _transportDelay;

    /// <summary>Makes a sequencer over a recording's streams, in the order of the experiment.</summary>
    /// <param name="clock">The virtual clock that the replay runs on; moved by <see cref="TryTurn"/>.</param>
    /// <param name="sources">The streams.</param>
    /// <param name="taker">Who takes the inputs.</param>
    /// <param name="transportDelay">How much later than its timestamp a frame is taken in.</param>
    public RecordingSequencer(FakeClock clock, IReadOnlyList<SteppedSource> sources, ITurnTaker taker, Duration transportDelay)
    {
        _clock = clock;
        _sources = sources;
        _transportDelay = transportDelay;
        _sequencer = new Sequencer(clock, sources, taker, turnCapacity: 1);
    }

    /// <summary>Looks at the instant of the coming turn; false at the end of the recording.</summary>
    public bool TryPeek(out Instant taken)
    {
        var earliest = Earliest(out var next);
        taken = earliest is null ? default : Later(next + _transportDelay, _clock.Now);
        return earliest is not null;
    }

    /// <summary>Takes the next turn; false at the end of the recording.</summary>
    public bool TryTurn()
    {
        if (Earliest(out var next) is not { } source)
        {
            return false;
        }

        _clock.AdvanceTo(Later(next + _transportDelay, _clock.Now));
        source.Allow(1);
        _sequencer.Turn();
        return true;
    }

    private SteppedSource? Earliest(out Instant next)
    {
        var best = default(SteppedSource);
        next = default;
        for (var stream = 0; stream < _sources.Count; stream++)
        {
            if (_sources[stream].TryPeek(out var time) && (best is null || time < next))
            {
                best = _sources[stream];
                next = time;
            }
        }

        return best;
    }

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;
}
