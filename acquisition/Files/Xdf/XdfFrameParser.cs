using System.Buffers.Binary;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Parses the frames of one stream out of its sample chunks. A frame is: how many bytes its stamp takes (0 or 8), the stamp, and
/// the
/// values; a frame without a stamp comes 1 / nominal rate after the one before.
/// </summary>
internal sealed class XdfFrameParser(StreamInfo stream)
{
    private readonly double _interval = stream.NominalRate.TotalHertz > 0 ? 1 / stream.NominalRate.TotalHertz : 0;
    private readonly int _valueBytes = stream.ChannelCount * BytesOf(stream.Format);
    private readonly StringBuilder _text = new();

    /// <summary>
    /// The stamp of the last frame, as the file has it or as deduced; what the next frame without a stamp builds on.
    /// </summary>
    public double Stamp { get; set; }

    /// <summary>True if the last frame had no stamp of its own.</summary>
    public bool IsDeduced { get; private set; }

    /// <summary>Bytes of one value; 0 for text.</summary>
    public static int BytesOf(ChannelFormat format) => format switch
    {
        ChannelFormat.Int8 => 1,
        ChannelFormat.Int16 => 2,
        ChannelFormat.Int32 or ChannelFormat.Float32 => 4,
        ChannelFormat.Int64 or ChannelFormat.Double64 => 8,
        _ => 0,
    };

    /// <summary>Reads how many frames a chunk holds; false if it cannot hold so many.</summary>
    public bool TryCount(ByteWindow window, long end, out long count)
    {
        var least = 1 + (stream.IsText ? 2 * stream.ChannelCount : _valueBytes);
        return XdfChunkWalk.TryLength(window, end, out count) && count <= (end - window.Position) / least;
    }

    /// <summary>Reads a frame of numbers: its stamp into <see cref="Stamp"/>, its values as they stand.</summary>
    public bool TryValues(ByteWindow window, long end, out ReadOnlySpan<byte> values)
    {
        values = default;
        return TryStamp(window, end) && window.TryTake(_valueBytes, end, out values);
    }

    /// <summary>Reads a frame of text, its channels joined by tabs; without making the text if it is not wanted.</summary>
    public bool TryText(ByteWindow window, long end, bool isWanted, out string text)
    {
        text = "";
        if (!TryStamp(window, end))
        {
            return false;
        }

        _text.Clear();
        for (var channel = 0; channel < stream.ChannelCount; channel++)
        {
            if (!XdfChunkWalk.TryLength(window, end, out var length) || !window.TryTake(length, end, out var bytes))
            {
                return false;
            }

            if (isWanted)
            {
                _text.Append(channel > 0 ? "\t" : "").Append(Encoding.UTF8.GetString(bytes));
            }
        }

        text = _text.ToString();
        return true;
    }

    private bool TryStamp(ByteWindow window, long end)
    {
        if (!window.TryTake(1, end, out var size) || size[0] is not (0 or 8))
        {
            return false;
        }

        IsDeduced = size[0] == 0;
        if (IsDeduced)
        {
            Stamp += _interval;
            return true;
        }

        if (!window.TryTake(8, end, out var bytes))
        {
            return false;
        }

        Stamp = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        return true;
    }
}
