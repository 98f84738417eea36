using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Reads the frames of a session: the last recorded channel is the quality.</summary>
internal sealed class SessionFrameReader(StreamInfo stream, XdfCursor cursor, Instant origin) : IStreamReader
{
    private readonly float[] _quality = new float[1];

    public StreamInfo Stream { get; } = stream;

    public int Read(SampleBlock block)
    {
        BlockForStream.Begin(block, Stream);
        while (block.FrameCount < block.Capacity && cursor.TryValues(out var values))
        {
            var channelBytes = sizeof(float) * Stream.ChannelCount;
            XdfValues.ToFloats(values[channelBytes..], ChannelFormat.Float32, _quality);
            var frame = block.Append(SessionStamp.ToInstant(cursor.Parser.Stamp, origin), ToQuality(_quality[0]));
            XdfValues.ToFloats(values[..channelBytes], ChannelFormat.Float32, frame);
        }

        return block.FrameCount;
    }

    /// <summary>A number that no recorder writes is damage: everything is then wrong with the frame.</summary>
    private static SampleQuality ToQuality(float number) =>
        number is >= byte.MinValue and <= byte.MaxValue ? (SampleQuality)(byte)number : (SampleQuality)byte.MaxValue;
}
