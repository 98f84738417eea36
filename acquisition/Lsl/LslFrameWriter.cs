using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Writes frames as they go over the wire, in one byte order. Always with their own time stamp. Numbers do not allocate; a text longer
/// than any before it makes the buffer grow.
/// </summary>
internal sealed class LslFrameWriter(bool swapped)
{
    private const int HeaderBytes = 1 + sizeof(double);

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>The frame written last.</summary>
    public ReadOnlySpan<byte> Frame => _bytes.AsSpan(0, _length);

    /// <summary>Writes a frame of numbers.</summary>
    public void Write(double stamp, ReadOnlySpan<float> values)
    {
        Begin(stamp, values.Length * sizeof(float));
        var place = _bytes.AsSpan(_length, values.Length * sizeof(float));
        MemoryMarshal.AsBytes(values).CopyTo(place);
        if (swapped)
        {
            var words = MemoryMarshal.Cast<byte, uint>(place);
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        _length += place.Length;
    }

    /// <summary>Writes a frame of texts.</summary>
    public void Write(double stamp, ReadOnlySpan<string> texts)
    {
        var most = 0;
        foreach (var text in texts)
        {
            most += LslTextFormat.LongestPrefix + Encoding.UTF8.GetMaxByteCount(text.Length);
        }

        // The letters are encoded behind the frame first, since their number stands before them.
        Begin(stamp, 2 * most);
        foreach (var text in texts)
        {
            var letters = _bytes.AsSpan(_bytes.Length - Encoding.UTF8.GetMaxByteCount(text.Length));
            letters = letters[..Encoding.UTF8.GetBytes(text, letters)];
            _length += LslTextFormat.WriteOne(letters, _bytes.AsSpan(_length), swapped);
        }
    }

    /// <summary>Writes the two test frames that stand before the first sample.</summary>
    public byte[] WritePatterns(LslFormat format, int channels)
    {
        var patterns = new MemoryStream();
        foreach (var offset in LslFrame.PatternOffsets)
        {
            Begin(LslFrame.PatternStamp, format.PatternBytes(channels));
            _length += format.WritePattern(_bytes.AsSpan(_length), channels, offset, swapped);
            patterns.Write(Frame);
        }

        return patterns.ToArray();
    }

    private void Begin(double stamp, int valueBytes)
    {
        if (_bytes.Length < HeaderBytes + valueBytes)
        {
            _bytes = new byte[HeaderBytes + valueBytes];
        }

        _bytes[0] = LslFrame.Stamped;
        if (BitConverter.IsLittleEndian != swapped)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(1), stamp);
        }
        else
        {
            BinaryPrimitives.WriteDoubleBigEndian(_bytes.AsSpan(1), stamp);
        }

        _length = HeaderBytes;
    }
}
