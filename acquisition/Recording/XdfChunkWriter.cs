using System.Buffers.Binary;

namespace ClosedLoop.Acquisition;

/// <summary>Writes single chunks: length, tag, stream number where the chunk has one, content.</summary>
internal static class XdfChunkWriter
{
    public static void Write(Stream output, XdfTag tag, int? streamId, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[16];
        var at = WriteLength(head, 2 + (streamId is null ? 0 : 4) + content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head[at..], (ushort)tag);
        at += 2;
        if (streamId is { } id)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(head[at..], (uint)id);
            at += 4;
        }

        output.Write(head[..at]);
        output.Write(content);
    }

    /// <summary>Writes a length in 1 + 1 or 1 + 4 bytes.</summary>
    /// <returns>Bytes used.</returns>
    public static int WriteLength(Span<byte> bytes, int length)
    {
        if (length <= byte.MaxValue)
        {
            bytes[0] = 1;
            bytes[1] = (byte)length;
            return 2;
        }

        bytes[0] = 4;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], (uint)length);
        return 5;
    }
}
