using System.Buffers;

namespace ClosedLoop.Hardware;

/// <summary>A buffer of fixed size that a JSON writer can write into again and again without allocating.</summary>
internal sealed class FixedBuffer(int capacity) : IBufferWriter<byte>
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Add(byte value) => _bytes[_count++] = value;

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(_count);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(_count);
}
