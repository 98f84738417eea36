using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Writes an XDF 1.0 file, append-only. Frames gather in one chunk a stream until <see cref="Flush"/> or until the chunk is
/// large;
/// what was flushed is readable after the process is killed at any moment. One thread at a time.
/// </summary>
/// <example><code>
/// using var writer = XdfWriter.Create("eeg.xdf");
/// var eeg = writer.AddStream(new StreamInfo("Amp", "EEG", Frequency.FromHertz(500), ChannelFormat.Float32, [new("C3", "uV")]));
/// writer.WriteFrame(eeg, stamp: 12.5, [3.25f]);
/// writer.Close();
/// </code></example>
public sealed class XdfWriter : IDisposable
{
    private readonly Stream _output;
    private readonly List<XdfStreamWriter> _streams = [];
    private bool _isClosed;

    private XdfWriter(Stream output) => _output = output;

    /// <summary>Creates a file and writes its header. The file must not exist: recordings are never overwritten.</summary>
    /// <param name="path">The new file.</param>
    /// <param name="description">A <c>desc</c> element for the file header, null for none.</param>
    /// <exception cref="IOException">The file exists, or cannot be created.</exception>
    public static XdfWriter Create(string path, XElement? description = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new XdfWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16), description);
    }

    /// <summary>Writes to a stream, which the writer then owns.</summary>
    /// <param name="output">Where the bytes go, from its present position.</param>
    /// <param name="description">A <c>desc</c> element for the file header, null for none.</param>
    public XdfWriter(Stream output, XElement? description)
        : this(output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(XdfChunkWalk.Magic);
        WriteXml(XdfTag.FileHeader, null, new XElement("info", new XElement("version", "1.0"), description));
    }

    /// <summary>Adds a stream and writes its header, with the label, unit and type of each channel.</summary>
    /// <param name="stream">Its description; the format is the one that values are written in.</param>
    /// <param name="description">More elements for the header's <c>desc</c>.</param>
    /// <returns>The stream's number in the file, from 1.</returns>
    public int AddStream(StreamInfo stream, params ReadOnlySpan<XElement> description)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var writer = new XdfStreamWriter(_streams.Count + 1, stream);
        _streams.Add(writer);
        WriteXml(XdfTag.StreamHeader, writer, Header(stream, description));
        return writer.Id;
    }

    /// <summary>Writes a frame of a float32 stream; every bit of the values and of the stamp is kept.</summary>
    /// <param name="stream">The stream's number.</param>
    /// <param name="stamp">The frame's time in seconds on the clock of the stream.</param>
    /// <param name="values">One value a channel.</param>
    /// <exception cref="ArgumentException">Wrong number of values, or the stream is of another format.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void WriteFrame(int stream, double stamp, ReadOnlySpan<float> values)
    {
        var writer = Open(stream, ChannelFormat.Float32, values.Length);
        writer.Add(stamp, values);
        WriteIfLarge(writer);
    }

    /// <summary>Writes a frame of an int64 stream.</summary>
    /// <inheritdoc cref="WriteFrame(int, double, ReadOnlySpan{float})"/>
    public void WriteFrame(int stream, double stamp, ReadOnlySpan<long> values)
    {
        var writer = Open(stream, ChannelFormat.Int64, values.Length);
        writer.Add(stamp, values);
        WriteIfLarge(writer);
    }

    /// <summary>Writes a marker of a text stream of one channel.</summary>
    /// <param name="stream">The stream's number.</param>
    /// <param name="stamp">The marker's time in seconds on the clock of the stream.</param>
    /// <param name="utf8">The text in UTF-8.</param>
    /// <exception cref="ArgumentException">The stream is not a text stream of one channel.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void WriteMarker(int stream, double stamp, ReadOnlySpan<byte> utf8)
    {
        var writer = Open(stream, ChannelFormat.String, 1);
        writer.Add(stamp, utf8);
        WriteIfLarge(writer);
    }

    /// <inheritdoc cref="WriteMarker(int, double, ReadOnlySpan{byte})"/>
    public void WriteMarker(int stream, double stamp, string text) => WriteMarker(stream, stamp, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a measurement of the clock that stamps a stream.</summary>
    /// <param name="stream">The stream's number.</param>
    /// <param name="offset">When it was measured, and what has to be added to the stream's stamps.</param>
    public void WriteClockOffset(int stream, RecordedClockOffset offset)
    {
        ThrowIfClosed();
        var writer = Find(stream);
        writer.ClockOffsets.Add(offset);
        Span<byte> content = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(content, offset.CollectedSeconds);
        System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(content[8..], offset.OffsetSeconds);
        XdfChunkWriter.Write(_output, XdfTag.RecordedClockOffset, writer.Id, content);
    }

    /// <summary>
    /// Writes all gathered frames and a boundary chunk, behind which a reader finds its way again after damage: about each 10 s.
    /// </summary>
    public void WriteBoundary()
    {
        WriteGathered();
        XdfChunkWriter.Write(_output, XdfTag.Boundary, null, XdfChunkWalk.BoundaryMark);
    }

    /// <summary>Hands everything written so far to the operating system, streams in the order in which they were added.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Flush()
    {
        WriteGathered();
        _output.Flush();
    }

    /// <summary>
    /// Writes the footers and closes the file. A file that was only disposed has no footers, and says so when read.
    /// </summary>
    public void Close()
    {
        WriteGathered();
        foreach (var stream in _streams)
        {
            WriteXml(XdfTag.StreamFooter, stream, stream.Footer());
        }

        _output.Flush();
        Dispose();
    }

    /// <summary>Closes the file as it is, without footers; gathered frames are lost.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _output.Dispose();
    }

    private static XElement Header(StreamInfo stream, ReadOnlySpan<XElement> description) => new(
        "info",
        new XElement("name", stream.Name),
        new XElement("type", stream.Type),
        new XElement("channel_count", stream.ChannelCount.ToString(CultureInfo.InvariantCulture)),
        new XElement("nominal_srate", stream.NominalRate.TotalHertz.ToString("R", CultureInfo.InvariantCulture)),
        new XElement("channel_format", XdfStreamHeader.NameOf(stream.Format)),
        new XElement("source_id", stream.SourceId),
        new XElement("desc", new XElement("channels", stream.Channels.Select(Channel)), description.ToArray()));

    private static XElement Channel(ChannelInfo channel) => new(
        "channel",
        new XElement("label", channel.Label),
        new XElement("unit", channel.Unit),
        new XElement("type", channel.Type));

    private void WriteXml(XdfTag tag, XdfStreamWriter? stream, XElement xml)
    {
        var text = "<?xml version=\"1.0\"?>" + xml.ToString(SaveOptions.DisableFormatting);
        XdfChunkWriter.Write(_output, tag, stream?.Id, Encoding.UTF8.GetBytes(text));
    }

    private XdfStreamWriter Open(int stream, ChannelFormat format, int channels)
    {
        ThrowIfClosed();
        var writer = Find(stream);
        if (writer.Stream.Format != format || writer.Stream.ChannelCount != channels)
        {
            throw new ArgumentException(
                $"Stream {stream} '{writer.Stream.Name}' takes {writer.Stream.ChannelCount} × {writer.Stream.Format}, "
                    + $"not {channels} × {format}.",
                nameof(stream));
        }

        return writer;
    }

    private XdfStreamWriter Find(int stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stream, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stream, _streams.Count);
        return _streams[stream - 1];
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_isClosed, this);

    /// <summary>
    /// All streams together, in the order in which they were added: none runs far ahead of another in the file.
    /// </summary>
    private void WriteIfLarge(XdfStreamWriter stream)
    {
        if (stream.IsLarge)
        {
            WriteGathered();
        }
    }

    private void WriteGathered()
    {
        ThrowIfClosed();
        foreach (var stream in _streams)
        {
            stream.WriteChunk(_output);
        }
    }
}
