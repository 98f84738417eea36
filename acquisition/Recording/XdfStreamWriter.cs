using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Gathers the frames of one stream of a file that is being written, and counts what its footer tells.</summary>
internal sealed class XdfStreamWriter(int id, StreamInfo stream)
{
    private const int Large = 1 << 16;

    // The number of frames is known when the chunk is written: five bytes are kept for it.
    private const int CountBytes = 5;

    private byte[] _chunk = new byte[Large + 4096];
    private int _length = CountBytes;
    private int _frames;
    private long _count;
    private double _first;
    private double _last;

    public int Id { get; } = id;

    public StreamInfo Stream { get; } = stream;

    public List<RecordedClockOffset> ClockOffsets { get; } = [];

    /// <summary>True when the gathered frames should be written.</summary>
    public bool IsLarge => _length >= Large;

    public void Add(double stamp, ReadOnlySpan<float> values)
    {
        var bytes = Begin(stamp, values.Length * sizeof(float));
        if (BitConverter.IsLittleEndian)
        {
            // A copy of bytes, so that the bits of a NaN stay as they are.
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(sizeof(float) * i)..], values[i]);
        }
    }

    public void Add(double stamp, ReadOnlySpan<long> values)
    {
        var bytes = Begin(stamp, values.Length * sizeof(long));
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(sizeof(long) * i)..], values[i]);
        }
    }

    public void Add(double stamp, ReadOnlySpan<byte> text)
    {
        Span<byte> head = stackalloc byte[CountBytes];
        head = head[..XdfChunkWriter.WriteLength(head, text.Length)];
        var bytes = Begin(stamp, head.Length + text.Length);
        head.CopyTo(bytes);
        text.CopyTo(bytes[head.Length..]);
    }

    /// <summary>Writes the gathered frames, if there are any, as one chunk.</summary>
    public void WriteChunk(Stream output)
    {
        if (_frames == 0)
        {
            return;
        }

        _chunk[0] = 4;
        BinaryPrimitives.WriteUInt32LittleEndian(_chunk.AsSpan(1), (uint)_frames);
        XdfChunkWriter.Write(output, XdfTag.Samples, Id, _chunk.AsSpan(0, _length));
        _length = CountBytes;
        _frames = 0;
    }

    public XElement Footer() => new(
        "info",
        new XElement("first_timestamp", Text(_first)),
        new XElement("last_timestamp", Text(_last)),
        new XElement("sample_count", _count.ToString(CultureInfo.InvariantCulture)),
        new XElement(
            "clock_offsets",
            ClockOffsets.Select(offset => new XElement(
                "offset",
                new XElement("time", Text(offset.CollectedSeconds)),
                new XElement("value", Text(offset.OffsetSeconds))))));

    private static string Text(double seconds) => seconds.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Begins a frame: its stamp is written, the place for its values is given.</summary>
    private Span<byte> Begin(double stamp, int bytes)
    {
        var needed = _length + 9 + bytes;
        if (needed > _chunk.Length)
        {
            Array.Resize(ref _chunk, Math.Max(needed, 2 * _chunk.Length));
        }

        _chunk[_length] = 8;
        BinaryPrimitives.WriteDoubleLittleEndian(_chunk.AsSpan(_length + 1), stamp);
        var values = _chunk.AsSpan(_length + 9, bytes);
        _length = needed;
        _frames++;
        _first = _count == 0 ? stamp : _first;
        _last = stamp;
        _count++;
        return values;
    }
}
