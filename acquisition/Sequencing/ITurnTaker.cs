using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Whoever takes the numbered list of inputs, turn by turn. The order of calls is the order of the list: first what came in besides
/// samples, then frames and markers of all streams, merged by timestamp.
/// </summary>
public interface ITurnTaker
{
    /// <summary>A turn begins: the clock was read once. The taker now takes answers, commands, results of side work and faults.</summary>
    /// <param name="taken">The turn's instant, the only reading of the clock on this side.</param>
    void BeginTurn(Instant taken);

    /// <summary>Consecutive frames of one stream; the block is borrowed until the call returns.</summary>
    /// <param name="stream">Index of the stream in the experiment.</param>
    /// <param name="block">The frames, at least one.</param>
    void TakeFrames(int stream, SampleBlock block);

    /// <summary>A marker of a text stream.</summary>
    /// <param name="stream">Index of the stream in the experiment.</param>
    /// <param name="marker">The marker.</param>
    void TakeMarker(int stream, in Marker marker);

    /// <summary>A stream cannot go on; called once a stream.</summary>
    /// <param name="stream">Index of the stream in the experiment.</param>
    /// <param name="reason">One sentence.</param>
    void StreamLost(int stream, string reason);

    /// <summary>The turn is over.</summary>
    void EndTurn();
}
