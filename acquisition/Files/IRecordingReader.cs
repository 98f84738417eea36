namespace ClosedLoop.Acquisition;

/// <summary>
/// An open recording. Opening has looked through the file once, so <see cref="Info"/> is complete; the samples themselves are
/// streamed, and memory does not grow with the file.
/// </summary>
/// <remarks>
/// A recording that is not ours is placed on a clock of its own: the earliest first timestamp of all its streams is the
/// instant of exactly one second. Streams are read independently of each other, each from its own place in the file.
/// </remarks>
public interface IRecordingReader : IDisposable
{
    /// <summary>What the recording holds and what is wrong with it.</summary>
    RecordingInfo Info { get; }

    /// <summary>
    /// Starts reading a stream of numbers from its first frame. May be called again for a second, independent reading.
    /// </summary>
    /// <param name="index">Its place in <see cref="RecordingInfo.Streams"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">The stream is a stream of text.</exception>
    IStreamReader OpenStream(int index);

    /// <summary>
    /// Starts reading a stream of text from its first marker. May be called again for a second, independent reading.
    /// </summary>
    /// <param name="index">Its place in <see cref="RecordingInfo.Streams"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">The stream is a stream of numbers.</exception>
    IMarkerReader OpenMarkers(int index);
}
