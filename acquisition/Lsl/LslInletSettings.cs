using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>How an inlet behaves; the defaults give the least delay.</summary>
/// <param name="Clock">The local clock onto which the stream is brought; null for <see cref="MonotonicClock"/>.</param>
/// <param name="BufferFrames">Frames that the outlet shall keep when we do not read, 1 or more; 0 for five seconds of a regular stream or 1000 frames of an irregular one.</param>
/// <param name="ChunkFrames">Frames that the outlet shall gather before sending: 1 sends each at once whatever the sender preferred, 0 leaves it to the sender.</param>
public sealed record LslInletSettings(Clock? Clock = null, int BufferFrames = 0, int ChunkFrames = 1)
{
    private const int IrregularFrames = 1000;
    private const double RegularSeconds = 5;

    /// <summary>The number asked for in the handshake.</summary>
    internal int FramesFor(StreamInfo info) => BufferFrames > 0
        ? BufferFrames
        : (int)Math.Clamp(Math.Ceiling(info.NominalRate.TotalHertz * RegularSeconds), IrregularFrames, int.MaxValue);
}
