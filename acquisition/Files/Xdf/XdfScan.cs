using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Looks through an XDF file twice: first for what is there (streams, counts, clock offsets, damage), then for the time of it.
/// Neither
/// look keeps samples.
/// </summary>
internal sealed class XdfScan(SafeFileHandle file, long length, WarningList warnings)
{
    private readonly Dictionary<uint, XdfStream> _byId = [];
    private readonly Dictionary<uint, XdfFrameParser> _parsers = [];
    private readonly HashSet<uint> _unknown = [];
    private readonly HashSet<XdfTag> _unknownTags = [];
    private readonly List<(long Position, uint Id, long Count)> _footerCounts = [];

    public List<XdfStream> Streams { get; } = [];

    public IReadOnlyList<XdfDamage> Damages { get; private set; } = [];

    /// <summary>The file header's XML, null if there is none.</summary>
    public XElement? FileHeader { get; private set; }

    /// <summary>The first look.</summary>
    public void FindContent()
    {
        var walk = new XdfChunkWalk(file, length, warnings);
        var chunk = default(XdfChunk);
        while (walk.TryNext(ref chunk))
        {
            if (Take(walk.Window, chunk) is { } why)
            {
                chunk = walk.Abandon(chunk, why);
            }
        }

        Damages = walk.Damages;
        WarnOfFooters();
    }

    /// <summary>The second look.</summary>
    public IReadOnlyList<XdfTimingPass> FindTimes(RecordingOptions options)
    {
        var passes = Streams.ToDictionary(stream => stream.Id, stream => new XdfTimingPass(stream, options));
        var walk = new XdfChunkWalk(file, length, Damages);
        var chunk = default(XdfChunk);
        while (walk.TryNext(ref chunk))
        {
            if (chunk.Tag == XdfTag.Samples && _byId.TryGetValue(chunk.StreamId, out var stream) && chunk.Start > stream.HeaderStart)
            {
                TimeSamples(walk.Window, chunk, stream, passes[stream.Id]);
            }
        }

        foreach (var pass in passes.Values)
        {
            pass.Finish();
        }

        return [.. Streams.Select(stream => passes[stream.Id])];
    }

    private static void TimeSamples(ByteWindow window, XdfChunk chunk, XdfStream stream, XdfTimingPass pass)
    {
        pass.Parser.TryCount(window, chunk.End, out var count);
        for (var i = 0L; i < count; i++)
        {
            if (stream.Info.IsText)
            {
                var wanted = pass.WantsText;
                pass.Parser.TryText(window, chunk.End, wanted, out var text);
                pass.Add(pass.Parser.Stamp);
                pass.AddMarker(text);
            }
            else
            {
                pass.Parser.TryValues(window, chunk.End, out _);
                pass.Add(pass.Parser.Stamp);
            }
        }
    }

    /// <summary>Takes a chunk's content.</summary>
    /// <returns>Why it cannot be read, null if it can.</returns>
    private string? Take(ByteWindow window, XdfChunk chunk) => chunk.Tag switch
    {
        XdfTag.FileHeader => TakeFileHeader(window, chunk),
        XdfTag.StreamHeader => TakeStreamHeader(window, chunk),
        XdfTag.Samples => TakeSamples(window, chunk),
        XdfTag.RecordedClockOffset => TakeClockOffset(window, chunk),
        XdfTag.StreamFooter => TakeFooter(window, chunk),
        XdfTag.Boundary => null,
        _ => PassUnknown(chunk),
    };

    private string? PassUnknown(XdfChunk chunk)
    {
        if (_unknownTags.Count < 8 && _unknownTags.Add(chunk.Tag))
        {
            warnings.Add(chunk.Start, $"Chunks of the unknown kind {(ushort)chunk.Tag} are passed over.");
        }

        return null;
    }

    private static XElement? TakeXml(ByteWindow window, XdfChunk chunk) =>
        window.TryTake(chunk.End - window.Position, chunk.End, out var bytes) ? XdfStreamHeader.ParseXml(bytes) : null;

    private string? TakeFileHeader(ByteWindow window, XdfChunk chunk)
    {
        FileHeader ??= TakeXml(window, chunk);
        if (FileHeader is null)
        {
            warnings.Add(chunk.Start, "The file header is not XML; it is passed over.");
        }
        else if (XdfStreamHeader.Value(FileHeader, "version") is not "1.0" and var version)
        {
            warnings.Add(chunk.Start, $"The file says that it is XDF version '{version}'; it is read as 1.0.");
        }

        return null;
    }

    private string? TakeStreamHeader(ByteWindow window, XdfChunk chunk)
    {
        if (_byId.ContainsKey(chunk.StreamId))
        {
            warnings.Add(chunk.Start, $"Stream {chunk.StreamId} has a second header; the first one stays.");
            return null;
        }

        var why = "its header is not XML";
        if (TakeXml(window, chunk) is not { } xml || XdfStreamHeader.Parse(xml, out why) is not { } info)
        {
            warnings.Add(chunk.Start, $"Stream {chunk.StreamId} cannot be read: {why}.");
            _unknown.Add(chunk.StreamId);
            return null;
        }

        var stream = new XdfStream(chunk.StreamId, info, xml, chunk.Start);
        _byId.Add(chunk.StreamId, stream);
        _parsers.Add(chunk.StreamId, new XdfFrameParser(info));
        Streams.Add(stream);
        return null;
    }

    private XdfStream? Known(XdfChunk chunk)
    {
        if (_byId.TryGetValue(chunk.StreamId, out var stream))
        {
            return stream;
        }

        if (_unknown.Count < 1000 && _unknown.Add(chunk.StreamId))
        {
            warnings.Add(chunk.Start, $"Chunks of stream {chunk.StreamId}, which has no header before them, are passed over.");
        }

        return null;
    }

    private string? TakeSamples(ByteWindow window, XdfChunk chunk)
    {
        if (Known(chunk) is not { } stream)
        {
            return null;
        }

        var parser = _parsers[stream.Id];
        var stamp = parser.Stamp;
        var why = CountSamples(window, chunk, stream, parser);
        if (why is not null)
        {
            // The chunk is left out as a whole, so the next one builds on the stamp before it.
            parser.Stamp = stamp;
        }

        return why;
    }

    private static string? CountSamples(ByteWindow window, XdfChunk chunk, XdfStream stream, XdfFrameParser parser)
    {
        if (!parser.TryCount(window, chunk.End, out var count))
        {
            return $"a sample chunk of stream {stream.Id} cannot hold the frames that it announces";
        }

        double[] firstValues = [];
        string? firstText = null;
        for (var i = 0L; i < count; i++)
        {
            if (stream.Info.IsText)
            {
                if (!parser.TryText(window, chunk.End, i == 0, out var text))
                {
                    return $"a sample chunk of stream {stream.Id} contradicts itself";
                }

                firstText ??= text;
            }
            else
            {
                if (!parser.TryValues(window, chunk.End, out var values))
                {
                    return $"a sample chunk of stream {stream.Id} contradicts itself";
                }

                firstValues = i == 0 && stream.Frames == 0 ? ToDoubles(values, stream) : firstValues;
            }
        }

        if (window.Position != chunk.End)
        {
            return $"a sample chunk of stream {stream.Id} holds {chunk.End - window.Position} bytes more than its frames";
        }

        if (stream.Frames == 0)
        {
            (stream.FirstValues, stream.FirstText) = (firstValues, firstText);
        }

        stream.Frames += count;
        return null;
    }

    private static double[] ToDoubles(ReadOnlySpan<byte> bytes, XdfStream stream)
    {
        var values = new double[stream.Info.ChannelCount];
        for (var channel = 0; channel < values.Length; channel++)
        {
            values[channel] = XdfValues.ToDouble(bytes, stream.Info.Format, channel);
        }

        return values;
    }

    private string? TakeClockOffset(ByteWindow window, XdfChunk chunk)
    {
        if (Known(chunk) is not { } stream)
        {
            return null;
        }

        if (!window.TryTake(16, chunk.End, out var bytes))
        {
            return $"a clock offset of stream {stream.Id} is cut short";
        }

        var collected = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        var offset = new RecordedClockOffset(collected, BinaryPrimitives.ReadDoubleLittleEndian(bytes[8..]));
        if (double.IsFinite(offset.CollectedSeconds) && double.IsFinite(offset.OffsetSeconds))
        {
            stream.ClockOffsets.Add(offset);
        }
        else
        {
            warnings.Add(chunk.Start, $"A clock offset of stream {stream.Id} is not a number; it is left out.");
        }

        return null;
    }

    private string? TakeFooter(ByteWindow window, XdfChunk chunk)
    {
        if (Known(chunk) is not { } stream)
        {
            return null;
        }

        stream.HasFooter = true;
        if (TakeXml(window, chunk) is not { } xml)
        {
            warnings.Add(chunk.Start, $"The footer of stream {stream.Id} is not XML; it is passed over.");
        }
        else if (long.TryParse(
            XdfStreamHeader.Value(xml, "sample_count"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var count))
        {
            _footerCounts.Add((chunk.Start, stream.Id, count));
        }

        return null;
    }

    private void WarnOfFooters()
    {
        foreach (var (position, id, count) in _footerCounts)
        {
            if (_byId[id].Frames != count)
            {
                warnings.Add(position, $"The footer of stream {id} counts {count} frames, the file holds {_byId[id].Frames}.");
            }
        }

        foreach (var stream in Streams.Where(stream => !stream.HasFooter))
        {
            warnings.Add(length, $"Stream {stream.Id} '{stream.Info.Name}' has no footer: its recording was not closed.");
        }
    }
}
