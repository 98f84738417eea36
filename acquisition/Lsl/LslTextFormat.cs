using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Text: per channel one byte L (1, 2, 4 or 8), a length in L bytes in the stream's byte order, and so many bytes of UTF-8.
/// </summary>
internal sealed class LslTextFormat() : LslFormat(ChannelFormat.String, "string")
{
    /// <summary>The longest text that an inlet takes or an outlet sends, in bytes. A peer that announces more is not an LSL marker stream.</summary>
    public const int LongestText = 256 * 1024;

    /// <summary>The most bytes that stand before a text that we write.</summary>
    public const int LongestPrefix = 5;

    private const int LongestPatternText = 12;

    public override int ValueBytes => 0;

    public override int PatternBytes(int channels) => channels * (LongestPatternText + LongestPrefix);

    public override int Measure(ReadOnlySpan<byte> bytes, int channels, bool swapped)
    {
        var used = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            var length = MeasureOne(bytes[used..], swapped, out _);
            if (length <= 0)
            {
                return length;
            }

            used += length;
        }

        return used;
    }

    /// <summary>Bytes that the first text takes with its prefix, and where its letters begin; 0 if not all there, −1 if impossible.</summary>
    public static int MeasureOne(ReadOnlySpan<byte> bytes, bool swapped, out int lettersAt)
    {
        lettersAt = 0;
        if (bytes.IsEmpty)
        {
            return 0;
        }

        var lengthBytes = bytes[0];
        if (lengthBytes is not (1 or 2 or 4 or 8))
        {
            return -1;
        }

        lettersAt = 1 + lengthBytes;
        if (bytes.Length < lettersAt)
        {
            return 0;
        }

        var length = ReadLength(bytes.Slice(1, lengthBytes), BitConverter.IsLittleEndian != swapped);
        if (length > LongestText)
        {
            return -1;
        }

        var total = lettersAt + (int)length;
        return bytes.Length >= total ? total : 0;
    }

    /// <summary>Writes a text with its prefix, as liblsl does: a length of one byte up to 255 letters, of four beyond.</summary>
    public static int WriteOne(ReadOnlySpan<byte> letters, Span<byte> bytes, bool swapped)
    {
        var lettersAt = letters.Length <= byte.MaxValue ? 2 : LongestPrefix;
        bytes[0] = (byte)(lettersAt - 1);
        if (lettersAt == 2)
        {
            bytes[1] = (byte)letters.Length;
        }
        else if (BitConverter.IsLittleEndian != swapped)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], letters.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes[1..], letters.Length);
        }

        letters.CopyTo(bytes[lettersAt..]);
        return lettersAt + letters.Length;
    }

    public override int WritePattern(Span<byte> bytes, int channels, int offset, bool swapped)
    {
        var used = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            var number = channel % 2 == 0 ? channel + 10 : -(channel + 10);
            used += WriteOne(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), bytes[used..], swapped);
        }

        return used;
    }

    public override void Read(ReadOnlySpan<byte> bytes, bool swapped, Span<float> values) =>
        throw new NotSupportedException("A text stream has no numbers: take its markers instead.");

    private static ulong ReadLength(ReadOnlySpan<byte> bytes, bool littleEndian) => (bytes.Length, littleEndian) switch
    {
        (1, _) => bytes[0],
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };
}
