using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads markers that opening the file has already put in order.</summary>
internal sealed class MarkerListReader(StreamInfo stream, IReadOnlyList<Marker> markers) : IMarkerReader
{
    private int _next;

    public StreamInfo Stream { get; } = stream;

    public bool TryRead(out Marker marker)
    {
        var has = _next < markers.Count;
        marker = has ? markers[_next++] : default;
        return has;
    }
}
