using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Walks over the chunks of an XDF file. The first walk finds damage, skips to the next boundary chunk and remembers the stretch;
/// later walks are given these stretches and pass over them, so all walks see the same chunks.
/// </summary>
internal sealed class XdfChunkWalk
{
    private readonly List<XdfDamage> _damages;
    private readonly WarningList? _warnings;
    private int _nextDamage;

    /// <summary>A first walk, which finds damage.</summary>
    public XdfChunkWalk(SafeFileHandle file, long length, WarningList warnings)
        : this(file, length, []) => _warnings = warnings;

    /// <summary>A later walk over the same file.</summary>
    public XdfChunkWalk(SafeFileHandle file, long length, IEnumerable<XdfDamage> damages)
    {
        _damages = [.. damages];
        Window = new ByteWindow(file, length) { Position = Magic.Length };
    }

    /// <summary>The four bytes that begin every XDF file.</summary>
    public static ReadOnlySpan<byte> Magic => "XDF:"u8;

    /// <summary>The 16 bytes of every boundary chunk.</summary>
    public static ReadOnlySpan<byte> BoundaryMark =>
        [0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4];

    /// <summary>The bytes; after <see cref="TryNext"/> they stand at the chunk's content.</summary>
    public ByteWindow Window { get; }

    public IReadOnlyList<XdfDamage> Damages => _damages;

    /// <summary>Goes on to the next chunk, wherever the content of the last one was left.</summary>
    public bool TryNext(ref XdfChunk chunk)
    {
        Window.Position = chunk.End == 0 ? Magic.Length : chunk.End;
        while (Window.Position < Window.Length)
        {
            var start = Window.Position;
            if (TryPassKnownDamage(start))
            {
                continue;
            }

            if (TryHead(start, out chunk, out var why))
            {
                return true;
            }

            if (!TryPassDamage(start, why))
            {
                break;
            }
        }

        // Stays at the end: whoever asks again is not sent back to the last sound chunk.
        chunk = new XdfChunk(XdfTag.None, 0, Window.Length, Window.Length);
        return false;
    }

    /// <summary>Says that a chunk's content contradicts itself, and skips to the next boundary chunk.</summary>
    /// <returns>A chunk whose end is where reading goes on.</returns>
    public XdfChunk Abandon(XdfChunk chunk, string why)
    {
        var goesOn = TryPassDamage(chunk.Start, why);
        return chunk with { End = goesOn ? Window.Position : Window.Length };
    }

    /// <summary>Reads a length: a byte that says how many bytes it takes (1, 4 or 8), then the length.</summary>
    public static bool TryLength(ByteWindow window, long end, out long length)
    {
        length = -1;
        if (!window.TryTake(1, end, out var size) || size[0] is not (1 or 4 or 8))
        {
            return false;
        }

        if (!window.TryTake(size[0], end, out var bytes))
        {
            return false;
        }

        length = bytes.Length switch
        {
            1 => bytes[0],
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
        return length >= 0;
    }

    private bool TryHead(long start, out XdfChunk chunk, out string why)
    {
        chunk = default;
        if (!TryLength(Window, Window.Length, out var length))
        {
            why = "what should be the length of a chunk is none";
            return false;
        }

        var end = length > Window.Length - Window.Position ? -1 : Window.Position + length;
        if (end < 0)
        {
            why = $"a chunk of {length} bytes goes beyond the end of the file";
            return false;
        }

        // A constant, since this line is passed for every sound chunk too.
        why = "a chunk is too short for what it is";
        if (!Window.TryTake(2, end, out var tagBytes))
        {
            return false;
        }

        var tag = (XdfTag)BinaryPrimitives.ReadUInt16LittleEndian(tagBytes);
        var id = 0u;
        if (tag is XdfTag.StreamHeader or XdfTag.Samples or XdfTag.RecordedClockOffset or XdfTag.StreamFooter)
        {
            if (!Window.TryTake(4, end, out var idBytes))
            {
                return false;
            }

            id = BinaryPrimitives.ReadUInt32LittleEndian(idBytes);
        }

        chunk = new XdfChunk(tag, id, start, end);
        return true;
    }

    private bool TryPassKnownDamage(long start)
    {
        if (_warnings is not null || _nextDamage >= _damages.Count || _damages[_nextDamage].Start != start)
        {
            return false;
        }

        Window.Position = _damages[_nextDamage++].End;
        return true;
    }

    private bool TryPassDamage(long start, string why)
    {
        var found = TryFindBoundary(start + 1, out var after);
        if (_warnings is not null)
        {
            _damages.Add(new XdfDamage(start, after));
            Warn(found, start, after, why);
        }

        Window.Position = after;
        return found;
    }

    private void Warn(bool goesOn, long start, long after, string why)
    {
        if (goesOn)
        {
            _warnings!.Add(
                start,
                $"Damaged: {why}; {after - start} bytes are left out, and reading goes on behind the boundary chunk that ends at byte {after}.");
            return;
        }

        _warnings!.AddEnd(start, $"The file ends early or is damaged: {why}; its last {after - start} bytes are left out.");
    }

    private bool TryFindBoundary(long from, out long after)
    {
        const int Step = 1 << 16;
        for (var at = from; at < Window.Length; at += Step)
        {
            Window.Position = at;
            Window.TryTake(Math.Min(Step + BoundaryMark.Length - 1, Window.Length - at), Window.Length, out var bytes);
            if (bytes.IndexOf(BoundaryMark) is >= 0 and var place)
            {
                after = at + place + BoundaryMark.Length;
                return true;
            }
        }

        after = Window.Length;
        return false;
    }
}
