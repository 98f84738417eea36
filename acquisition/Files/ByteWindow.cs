using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>
/// A place in a file with the bytes around it in memory. It grows only when one piece is larger than its buffer, and never beyond
/// what the file holds, whatever lengths the file claims. One thread at a time.
/// </summary>
internal sealed class ByteWindow(SafeFileHandle file, long length)
{
    private byte[] _buffer = new byte[1 << 17];
    private long _start;
    private int _filled;

    /// <summary>The next byte to be taken, from the file's beginning.</summary>
    public long Position { get; set; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; } = length;

    /// <summary>
    /// Takes the next bytes if they all lie before <paramref name="end"/>; the span is valid until the next call.
    /// </summary>
    public bool TryTake(long count, long end, out ReadOnlySpan<byte> bytes)
    {
        if (count > Math.Min(end, Length) - Position || count > Array.MaxLength)
        {
            bytes = default;
            return false;
        }

        var offset = Position - _start;
        if (offset < 0 || offset + count > _filled)
        {
            Fill((int)count);
            offset = 0;
        }

        bytes = _buffer.AsSpan((int)offset, (int)count);
        Position += count;
        return true;
    }

    private void Fill(int count)
    {
        if (count > _buffer.Length)
        {
            _buffer = new byte[count];
        }

        _filled = 0;
        _start = Position;
        var size = (int)Math.Min(_buffer.Length, Length - Position);
        FileBytes.ReadExactly(file, _buffer.AsSpan(0, size), Position);
        _filled = size;
    }
}
