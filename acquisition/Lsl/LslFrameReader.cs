using System.Buffers.Binary;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Cuts the bytes of a feed into frames: tag (1), stamp (8 bytes, tag 2 only), values. There is no length and no mark to find the
/// next frame by, so whatever cannot be a frame ends the feed.
/// </summary>
/// <remarks>One thread. Numeric feeds never allocate after construction; text feeds grow the buffer, up to a bound, when a frame is long.</remarks>
internal sealed class LslFrameReader
{
    private const int SmallestBuffer = 64 * 1024;
    private const int LargestTextFrame = 4 * 1024 * 1024;
    private const int StampBytes = 8;

    private readonly LslFormat _format;
    private readonly int _channels;
    private byte[] _buffer;
    private int _start;
    private int _end;

    public LslFrameReader(LslFormat format, int channels, bool swapped)
    {
        _format = format;
        _channels = channels;
        IsSwapped = swapped;
        _buffer = new byte[Math.Max(SmallestBuffer, 4 * (1 + StampBytes + (channels * format.ValueBytes)))];
    }

    /// <summary>The feed's byte order is not this machine's.</summary>
    public bool IsSwapped { get; }

    /// <summary>Bytes received and not yet read.</summary>
    public int Pending => _end - _start;

    /// <summary>What makes this no LSL feed; null while it is one.</summary>
    public string? Fault { get; private set; }

    /// <summary>Room for more bytes, at least one; earlier frames are no longer valid.</summary>
    public Span<byte> Room()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, Pending).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Grow();
        }

        return _buffer.AsSpan(_end);
    }

    /// <summary>Says how many bytes were put into <see cref="Room"/>.</summary>
    public void Commit(int received) => _end += received;

    /// <summary>Takes bytes that came together with a handshake.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = Room();
            var part = Math.Min(room.Length, bytes.Length);
            bytes[..part].CopyTo(room);
            Commit(part);
            bytes = bytes[part..];
        }
    }

    /// <summary>The next whole frame; false if more bytes are needed or <see cref="Fault"/> is set.</summary>
    public bool TryRead(out LslFrame frame)
    {
        frame = default;
        var bytes = _buffer.AsSpan(_start, Pending);
        if (Fault is not null || bytes.IsEmpty)
        {
            return false;
        }

        if (bytes[0] is not (LslFrame.Stamped or LslFrame.Deduced))
        {
            Fault = $"A frame began with {bytes[0]}, which LSL does not have; the feed is out of step.";
            return false;
        }

        var isDeduced = bytes[0] == LslFrame.Deduced;
        var valuesAt = isDeduced ? 1 : 1 + StampBytes;
        if (bytes.Length < valuesAt)
        {
            return false;
        }

        var length = _format.Measure(bytes[valuesAt..], _channels, IsSwapped);
        if (length <= 0)
        {
            Fault = length < 0 ? "A text has an impossible length; the feed is out of step." : null;
            return false;
        }

        frame = new LslFrame
        {
            IsDeduced = isDeduced,
            Stamp = isDeduced ? 0 : ReadStamp(bytes[1..]),
            Values = bytes.Slice(valuesAt, length),
        };
        _start += valuesAt + length;
        return true;
    }

    private double ReadStamp(ReadOnlySpan<byte> bytes) => BitConverter.IsLittleEndian != IsSwapped
        ? BinaryPrimitives.ReadDoubleLittleEndian(bytes)
        : BinaryPrimitives.ReadDoubleBigEndian(bytes);

    // Only a text frame longer than the buffer comes here: a numeric one is read out before the buffer can fill.
    private void Grow()
    {
        if (_buffer.Length >= LargestTextFrame)
        {
            Fault = $"A frame has more than {LargestTextFrame} bytes; such long texts are not taken.";
            _start = 0;
            _end = 0;
            return;
        }

        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
