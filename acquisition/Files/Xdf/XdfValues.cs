using System.Buffers.Binary;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Turns the bytes of a frame into numbers: one loop a format, no call a value.</summary>
internal static class XdfValues
{
    /// <summary>
    /// Converts to <c>float</c>; integers beyond 2²⁴ and doubles lose digits here.
    /// </summary>
    /// <returns>True if every value is finite.</returns>
    public static bool ToFloats(ReadOnlySpan<byte> bytes, ChannelFormat format, Span<float> values)
    {
        switch (format)
        {
            case ChannelFormat.Float32:
                return Singles(bytes, values);
            case ChannelFormat.Double64:
                return Doubles(bytes, values);
            case ChannelFormat.Int8:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = unchecked((sbyte)bytes[i]);
                }

                return true;
            case ChannelFormat.Int16:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
                }

                return true;
            case ChannelFormat.Int32:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
                }

                return true;
            default:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]);
                }

                return true;
        }
    }

    /// <summary>One value without loss, except that an int64 beyond 2⁵³ is rounded.</summary>
    public static double ToDouble(ReadOnlySpan<byte> bytes, ChannelFormat format, int channel)
    {
        var value = bytes[(channel * XdfFrameParser.BytesOf(format))..];
        return format switch
        {
            ChannelFormat.Float32 => BinaryPrimitives.ReadSingleLittleEndian(value),
            ChannelFormat.Double64 => BinaryPrimitives.ReadDoubleLittleEndian(value),
            ChannelFormat.Int8 => unchecked((sbyte)value[0]),
            ChannelFormat.Int16 => BinaryPrimitives.ReadInt16LittleEndian(value),
            ChannelFormat.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value),
            _ => BinaryPrimitives.ReadInt64LittleEndian(value),
        };
    }

    private static bool Singles(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        var isFinite = true;
        for (var i = 0; i < values.Length; i++)
        {
            var value = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
            values[i] = value;
            isFinite &= float.IsFinite(value);
        }

        return isFinite;
    }

    private static bool Doubles(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        var isFinite = true;
        for (var i = 0; i < values.Length; i++)
        {
            var value = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
            values[i] = value;
            isFinite &= float.IsFinite(value);
        }

        return isFinite;
    }
}
