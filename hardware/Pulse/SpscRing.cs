using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClosedLoop.Hardware;

/// <summary>
/// A ring of fixed-size records with one writer and one reader, in memory of its own or in memory shared between two processes.
/// Neither end allocates, blocks or locks.
/// </summary>
/// <remarks>
/// Layout: the count written (64 bits), at +64 the count taken, at +128 the records. Counts only grow; a slot is the count modulo the
/// capacity, so whatever the other process writes there, no index leaves the ring.
/// </remarks>
internal sealed unsafe class SpscRing<T> : IDisposable
    where T : unmanaged
{
    private const int HeaderBytes = 128;

    private readonly byte* _memory;
    private readonly long _mask;
    private bool _isOwner;

    /// <summary>A ring in memory of its own.</summary>
    public SpscRing(int capacity)
        : this(Allocate(capacity), capacity)
    {
        _isOwner = true;
        new Span<byte>(_memory, checked((int)BytesFor(capacity))).Clear();
    }

    /// <summary>A ring in given memory, which must be zero at first and aligned to 64 bytes.</summary>
    public SpscRing(byte* memory, int capacity)
    {
        if (!BitOperations.IsPow2(capacity))
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity of a ring must be a power of two.");
        }

        _memory = memory;
        _mask = capacity - 1;
    }

    /// <summary>How much memory a ring takes, a multiple of 64 bytes.</summary>
    public static nint BytesFor(int capacity) => (HeaderBytes + ((nint)capacity * Unsafe.SizeOf<T>()) + 63) & ~(nint)63;

    /// <summary>Records that wait to be taken.</summary>
    public int Count => (int)(Volatile.Read(ref Written) - Volatile.Read(ref Taken));

    /// <summary>Adds a record; called by the writer only.</summary>
    /// <returns>False when the ring is full: the record is not added.</returns>
    public bool TryPush(in T record)
    {
        var written = Written;
        if (written - Volatile.Read(ref Taken) > _mask)
        {
            return false;
        }

        *Slot(written) = record;
        Volatile.Write(ref Written, written + 1);
        return true;
    }

    /// <summary>Takes the oldest record; called by the reader only.</summary>
    public bool TryTake(out T record)
    {
        var taken = Taken;
        if (taken == Volatile.Read(ref Written))
        {
            record = default;
            return false;
        }

        record = *Slot(taken);
        Volatile.Write(ref Taken, taken + 1);
        return true;
    }

    public void Dispose()
    {
        if (_isOwner)
        {
            _isOwner = false;
            NativeMemory.AlignedFree(_memory);
        }
    }

    private ref long Written => ref *(long*)_memory;

    private ref long Taken => ref *(long*)(_memory + 64);

    private T* Slot(long count) => (T*)(_memory + HeaderBytes) + (nint)(count & _mask);

    private static byte* Allocate(int capacity) => (byte*)NativeMemory.AlignedAlloc((nuint)BytesFor(capacity), 64);
}
