using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>Goes through the frames of one stream of an XDF file that has been looked through.</summary>
internal sealed class XdfCursor(SafeFileHandle file, long length, IReadOnlyList<XdfDamage> damages, XdfStream stream)
{
    private readonly XdfChunkWalk _walk = new(file, length, damages);
    private XdfChunk _chunk;
    private long _framesLeft;

    /// <summary>The stamps.</summary>
    public XdfFrameParser Parser { get; } = new(stream.Info);

    /// <summary>Goes to the next frame of numbers; the span is valid until the next call.</summary>
    public bool TryValues(out ReadOnlySpan<byte> values)
    {
        values = default;
        return TryFrame() && (Parser.TryValues(_walk.Window, _chunk.End, out values) || ThrowChanged());
    }

    /// <summary>Goes to the next frame of text.</summary>
    public bool TryText(out string text)
    {
        text = "";
        return TryFrame() && (Parser.TryText(_walk.Window, _chunk.End, true, out text) || ThrowChanged());
    }

    private bool TryFrame()
    {
        while (_framesLeft == 0)
        {
            if (!_walk.TryNext(ref _chunk))
            {
                return false;
            }

            if (_chunk.Tag == XdfTag.Samples && _chunk.StreamId == stream.Id && _chunk.Start > stream.HeaderStart
                && !Parser.TryCount(_walk.Window, _chunk.End, out _framesLeft))
            {
                ThrowChanged();
            }
        }

        _framesLeft--;
        return true;
    }

    private bool ThrowChanged() =>
        throw new IOException(
            $"The recording changed while it was read: the chunk at byte {_chunk.Start} is no longer what it was.");
}
