using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads one stream of text of an XDF file.</summary>
internal sealed class XdfMarkerReader(XdfStream stream, XdfCursor cursor, XdfPlacement placement) : IMarkerReader
{
    private readonly XdfFrameClock _clock = new(stream);
    private readonly ForwardTime _forward = new(stream.Info.NominalRate, placement.KeepsOrder);

    public StreamInfo Stream => stream.Info;

    public bool TryRead(out Marker marker)
    {
        var has = cursor.TryText(out var text);
        marker = has ? new Marker(_forward.Next(placement.At(_clock.Next(cursor.Parser.Stamp))), text) : default;
        return has;
    }
}
