using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads one stream of numbers of an XDF file.</summary>
internal sealed class XdfStreamReader(XdfStream stream, XdfCursor cursor, XdfPlacement placement) : IStreamReader
{
    private readonly XdfFrameClock _clock = new(stream);
    private readonly ForwardTime _forward = new(stream.Info.NominalRate, placement.KeepsOrder);

    public StreamInfo Stream => stream.Info;

    public int Read(SampleBlock block)
    {
        BlockForStream.Begin(block, Stream);
        while (block.FrameCount < block.Capacity && cursor.TryValues(out var values))
        {
            var time = _forward.Next(placement.At(_clock.Next(cursor.Parser.Stamp)));
            var quality = cursor.Parser.IsDeduced ? SampleQuality.TimeDeduced : SampleQuality.Good;
            quality |= _forward.Quality | (_clock.IsAfterBreak ? SampleQuality.AfterGap : SampleQuality.Good);
            if (!XdfValues.ToFloats(values, Stream.Format, block.Append(time, quality)))
            {
                block.Qualities[^1] |= SampleQuality.NotFinite;
            }
        }

        return block.FrameCount;
    }
}
