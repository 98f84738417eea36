using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads the markers of one text stream of a recording, in order. One thread at a time.</summary>
public interface IMarkerReader
{
    /// <summary>The stream that is read.</summary>
    StreamInfo Stream { get; }

    /// <summary>Reads the next marker, its time on the recording's clock. Allocates the text; may block on the file.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="IOException">The file could not be read.</exception>
    bool TryRead(out Marker marker);
}
