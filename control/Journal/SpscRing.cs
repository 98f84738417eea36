namespace ClosedLoop.Control;

/// <summary>
/// A bounded ring between one writing and one reading thread; its slots are made once. Neither side locks, blocks or allocates; a full ring
/// refuses, and its owner decides what that means.
/// </summary>
/// <typeparam name="T">What a slot holds.</typeparam>
internal sealed class SpscRing<T>
{
    private readonly T[] _slots;
    private readonly int _mask;
    private long _written;
    private long _read;

    public SpscRing(int capacity, Func<T> makeSlot)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity);
        _slots = new T[size];
        _mask = size - 1;
        for (var slot = 0; slot < size; slot++)
        {
            _slots[slot] = makeSlot();
        }
    }

    /// <summary>The slot to fill next; null reference semantics by the result: false when the ring is full.</summary>
    public bool TryReserve(out int slot)
    {
        slot = (int)(_written & _mask);
        return _written - Volatile.Read(ref _read) < _slots.Length;
    }

    public ref T this[int slot] => ref _slots[slot];

    public void Publish() => Volatile.Write(ref _written, _written + 1);

    public bool TryPeek(out int slot)
    {
        slot = (int)(_read & _mask);
        return _read < Volatile.Read(ref _written);
    }

    public void Release() => Volatile.Write(ref _read, _read + 1);
}
