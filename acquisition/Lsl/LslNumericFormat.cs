using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>A format of fixed-size numbers, packed without padding.</summary>
internal sealed class LslNumericFormat<T>(ChannelFormat format, string wireName, long patternBase, long patternModulus)
    : LslFormat(format, wireName)
    where T : unmanaged, INumber<T>
{
    private const int LargestValue = 8;

    public override int ValueBytes => Unsafe.SizeOf<T>();

    public override int PatternBytes(int channels) => channels * ValueBytes;

    public override int Measure(ReadOnlySpan<byte> bytes, int channels, bool swapped) =>
        bytes.Length >= channels * ValueBytes ? channels * ValueBytes : 0;

    // Values k + offset + base, smaller than the modulus, negative for odd channels: what liblsl sends before the first sample.
    public override int WritePattern(Span<byte> bytes, int channels, int offset, bool swapped)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            var magnitude = (channel + offset + patternBase) % patternModulus;
            var value = T.CreateTruncating(channel % 2 == 0 ? magnitude : -magnitude);
            var place = bytes.Slice(channel * ValueBytes, ValueBytes);
            MemoryMarshal.Write(place, in value);
            if (swapped)
            {
                place.Reverse();
            }
        }

        return channels * ValueBytes;
    }

    public override void Read(ReadOnlySpan<byte> bytes, bool swapped, Span<float> values)
    {
        if (typeof(T) == typeof(float) && !swapped)
        {
            bytes[..(values.Length * ValueBytes)].CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> value = stackalloc byte[LargestValue];
        value = value[..ValueBytes];
        for (var channel = 0; channel < values.Length; channel++)
        {
            bytes.Slice(channel * ValueBytes, ValueBytes).CopyTo(value);
            if (swapped)
            {
                value.Reverse();
            }

            values[channel] = float.CreateTruncating(MemoryMarshal.Read<T>(value));
        }
    }
}
