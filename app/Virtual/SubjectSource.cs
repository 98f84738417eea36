using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// A stream of the virtual subject as the sequencer sees it: in each turn the frames that have left the amplifier by then.
/// </summary>
/// <param name="stream">What it is.</param>
/// <param name="fill">Appends the next frames up to and including an instant, as far as the block has room.</param>
/// <param name="delay">From a sample to its arrival.</param>
internal sealed class SubjectSource(StreamInfo stream, Func<SampleBlock, Instant, int> fill, Duration delay) : IFrameSource
{
    /// <inheritdoc/>
    public StreamInfo Stream => stream;

    /// <inheritdoc/>
    public string? Lost => null;

    /// <inheritdoc/>
    public int Poll(SampleBlock arrived, Instant taken) => fill(arrived, taken - delay);

    /// <inheritdoc/>
    public bool TryTakeMarker(Instant taken, out Marker marker)
    {
        marker = default;
        return false;
    }
}
