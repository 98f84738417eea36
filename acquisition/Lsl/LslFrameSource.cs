using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// An LSL inlet as the sequencer sees it. The sender's known delay is subtracted from every timestamp, so that times say when a sample was
/// true of the body and not when an amplifier let it go.
/// </summary>
public sealed class LslFrameSource : IFrameSource
{
    private readonly LslInlet _inlet;
    private readonly Duration _streamDelay;

    /// <summary>Makes a source over an open inlet, which the caller still owns.</summary>
    /// <param name="inlet">The inlet.</param>
    /// <param name="streamDelay">How much later than the sample the sender stamps it; zero if unknown.</param>
    public LslFrameSource(LslInlet inlet, Duration streamDelay)
    {
        _inlet = inlet;
        _streamDelay = streamDelay;
    }

    /// <inheritdoc/>
    public StreamInfo Stream => _inlet.Info;

    /// <inheritdoc/>
    public string? Lost => _inlet.Fault;

    /// <inheritdoc/>
    public int Poll(SampleBlock arrived, Instant taken)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        var from = arrived.FrameCount;
        var count = _inlet.Poll(arrived, taken);
        for (var frame = from; frame < from + count; frame++)
        {
            arrived.Timestamps[frame] -= _streamDelay;
        }

        return count;
    }

    /// <inheritdoc/>
    public bool TryTakeMarker(Instant taken, out Marker marker)
    {
        var has = _inlet.TryTakeMarker(taken, out marker);
        marker = has ? marker with { Time = marker.Time - _streamDelay } : marker;
        return has;
    }
}
