using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// One stream as the sequencer sees it: it is asked, never asks. All members are called on the acquisition thread; after warm-up none
/// allocates, none blocks.
/// </summary>
public interface IFrameSource
{
    /// <summary>What the stream is.</summary>
    StreamInfo Stream { get; }

    /// <summary>Appends the frames that have arrived and not been taken yet, as far as the block has room; the rest stays.</summary>
    /// <param name="arrived">A block of this stream; timestamps are put on the local clock and never go back.</param>
    /// <param name="taken">The turn's instant.</param>
    /// <returns>The number of frames appended; 0 for a text stream.</returns>
    int Poll(SampleBlock arrived, Instant taken);

    /// <summary>Takes the oldest marker that has arrived; false when there is none, and always for a stream of numbers.</summary>
    bool TryTakeMarker(Instant taken, out Marker marker);

    /// <summary>Why the stream cannot go on, in one sentence; null while it can.</summary>
    string? Lost { get; }
}
