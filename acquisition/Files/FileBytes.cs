using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Acquisition;

/// <summary>Reads from a place in a file without moving a shared position, so that several readers may use one handle.</summary>
internal static class FileBytes
{
    /// <summary>Fills all of <paramref name="bytes"/>.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter than it was when it was opened.</exception>
    public static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long position)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(file, bytes, position);
            if (read == 0)
            {
                throw new EndOfStreamException(
                    $"The recording ends at byte {position}; it has become shorter while it was read.");
            }

            bytes = bytes[read..];
            position += read;
        }
    }
}
