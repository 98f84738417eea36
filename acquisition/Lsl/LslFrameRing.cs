using System.Buffers.Binary;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Whole frames on their way to a client that reads slowly. When full, the oldest frame goes: what is new matters more. No
/// allocation after construction; the caller locks.
/// </summary>
internal sealed class LslFrameRing(int capacityBytes)
{
    private const int LengthBytes = sizeof(int);

    private readonly byte[] _bytes = new byte[capacityBytes];
    private int _start;
    private int _used;

    public bool IsEmpty => _used == 0;

    /// <summary>Adds a frame; returns how many older ones were dropped for it.</summary>
    public int Add(ReadOnlySpan<byte> frame)
    {
        var dropped = 0;
        while (_bytes.Length - _used < frame.Length + LengthBytes)
        {
            Skip(LengthBytes + NextLength());
            dropped++;
        }

        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, frame.Length);
        Write(length);
        Write(frame);
        return dropped;
    }

    /// <summary>Moves as many whole frames as fit into <paramref name="place"/>, oldest first; returns their bytes.</summary>
    public int Take(Span<byte> place)
    {
        var taken = 0;
        while (_used > 0 && NextLength() is var length && length <= place.Length - taken)
        {
            Read(LengthBytes, place.Slice(taken, length));
            Skip(LengthBytes + length);
            taken += length;
        }

        return taken;
    }

    private int NextLength()
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        Read(0, length);
        return BinaryPrimitives.ReadInt32LittleEndian(length);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        var at = (_start + _used) % _bytes.Length;
        var first = Math.Min(bytes.Length, _bytes.Length - at);
        bytes[..first].CopyTo(_bytes.AsSpan(at));
        bytes[first..].CopyTo(_bytes);
        _used += bytes.Length;
    }

    private void Read(int offset, Span<byte> place)
    {
        var at = (_start + offset) % _bytes.Length;
        var first = Math.Min(place.Length, _bytes.Length - at);
        _bytes.AsSpan(at, first).CopyTo(place);
        _bytes.AsSpan(0, place.Length - first).CopyTo(place[first..]);
    }

    private void Skip(int bytes)
    {
        _start = (_start + bytes) % _bytes.Length;
        _used -= bytes;
    }
}
