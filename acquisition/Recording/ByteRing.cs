using System.Numerics;

namespace ClosedLoop.Acquisition;

/// <summary>
/// A bounded queue of bytes between one writing and one reading thread, all storage made at once. Neither side waits for the
/// other;
/// entries become visible as a whole.
/// </summary>
internal sealed class ByteRing
{
    private readonly byte[] _bytes;
    private readonly int _mask;
    private long _published;
    private long _released;
    private long _writeAt;
    private long _readAt;

    /// <summary>Makes an empty ring; its capacity is rounded up to a power of two.</summary>
    public ByteRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        _bytes = new byte[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _bytes.Length - 1;
    }

    /// <summary>Bytes published and not yet released. Any thread.</summary>
    public long Waiting => Volatile.Read(ref _published) - Volatile.Read(ref _released);

    /// <summary>Writing thread: begins an entry if there is room for so many bytes.</summary>
    public bool TryBegin(long bytes)
    {
        if (bytes > _bytes.Length - (_published - Volatile.Read(ref _released)))
        {
            return false;
        }

        _writeAt = _published;
        return true;
    }

    /// <summary>Writing thread: adds bytes to the entry.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var at = (int)(_writeAt & _mask);
        var first = Math.Min(bytes.Length, _bytes.Length - at);
        bytes[..first].CopyTo(_bytes.AsSpan(at));
        bytes[first..].CopyTo(_bytes);
        _writeAt += bytes.Length;
    }

    /// <summary>Writing thread: makes the entry visible.</summary>
    /// <returns>True if the reader had read everything before it, so that it may be waiting.</returns>
    public bool Publish()
    {
        var before = _published;
        Volatile.Write(ref _published, _writeAt);

        // The reader sets its place and then looks for more; without a full fence on both sides each could miss the other.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _released) == before;
    }

    /// <summary>Reading thread: copies the next bytes out.</summary>
    public void Read(Span<byte> bytes)
    {
        var at = (int)(_readAt & _mask);
        var first = Math.Min(bytes.Length, _bytes.Length - at);
        _bytes.AsSpan(at, first).CopyTo(bytes);
        _bytes.AsSpan(0, bytes.Length - first).CopyTo(bytes[first..]);
        _readAt += bytes.Length;
    }

    /// <summary>Reading thread: gives back the room of what it has read.</summary>
    public void Release()
    {
        Volatile.Write(ref _released, _readAt);
        Interlocked.MemoryBarrier();
    }
}
