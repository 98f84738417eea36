using System.Buffers.Binary;
using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// All beliefs of a session, one slot each. Estimators write their slots, rules read them; names are resolved to slots once, at wiring.
/// One thread; nothing allocates after wiring.
/// </summary>
public sealed class BeliefBoard
{
    /// <summary>Bytes of one belief in <see cref="Encode"/>: value, width, time.</summary>
    public const int EncodedBytes = 24;

    private readonly List<BeliefInfo> _infos = [];
    private Belief[] _beliefs = [];

    /// <summary>The declared beliefs, in the order of their slots.</summary>
    public IReadOnlyList<BeliefInfo> Infos => _infos;

    /// <summary>Number of slots.</summary>
    public int Count => _infos.Count;

    /// <summary>The belief in a slot.</summary>
    public ref readonly Belief this[int slot] => ref _beliefs[slot];

    /// <summary>Adds a slot and gives its index; allocates, at wiring only.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public int Declare(string name, string unit)
    {
        if (Find(name) >= 0)
        {
            throw new ArgumentException($"Two estimators claim the belief '{name}'; give one of them another name.", nameof(name));
        }

        _infos.Add(new BeliefInfo(name, unit));
        Array.Resize(ref _beliefs, _infos.Count);
        _beliefs[^1] = Belief.None;
        return _infos.Count - 1;
    }

    /// <summary>The slot of a name, −1 if nobody declared it.</summary>
    public int Find(string name) => _infos.FindIndex(info => info.Name == name);

    /// <summary>Writes a slot.</summary>
    public void Set(int slot, double value, double width, Instant at) => _beliefs[slot] = new Belief(value, width, at);

    /// <summary>
    /// Writes all slots as little-endian value, width, nanoseconds: the canonical form that the hash of beliefs covers. Every NaN is written
    /// as the positive quiet one, since CPUs differ in the sign of the NaN they make.
    /// </summary>
    /// <param name="destination">At least <see cref="Count"/> × <see cref="EncodedBytes"/> bytes.</param>
    public void Encode(Span<byte> destination)
    {
        for (var slot = 0; slot < _beliefs.Length; slot++)
        {
            ref readonly var belief = ref _beliefs[slot];
            var bytes = destination.Slice(slot * EncodedBytes, EncodedBytes);
            BinaryPrimitives.WriteInt64LittleEndian(bytes, Canonical(belief.Value));
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Canonical(belief.Width));
            BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], belief.At.TotalNanoseconds);
        }
    }

    private static long Canonical(double value) => double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToInt64Bits(value);
}
