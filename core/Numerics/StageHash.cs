using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ClosedLoop.Core.Numerics;

/// <summary>
/// A running SHA-256 over everything that passed a stage of the loop, in a canonical little-endian encoding: the first stage whose hash
/// differs between a run and its replay is where they parted.
/// </summary>
/// <remarks>
/// Numbers are appended as their little-endian bytes: 8 for <c>long</c> and <c>double</c>, 4 for <c>float</c>; every NaN as the
/// positive quiet one, since CPUs differ in the sign of the NaN they make. Appending neither allocates nor blocks;
/// each 64 KiB are hashed at once. One thread at a time.
/// </remarks>
public sealed class StageHash : IDisposable
{
    private const int BufferBytes = 65536;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    /// <summary>Appends bytes as they are; of any length.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > BufferBytes - _filled)
        {
            var part = bytes[..(BufferBytes - _filled)];
            part.CopyTo(_buffer.AsSpan(_filled));
            _filled = BufferBytes;
            Flush();
            bytes = bytes[part.Length..];
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    /// <summary>Appends 8 bytes.</summary>
    public void Append(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    /// <summary>Appends the 8 bytes of the number; any NaN as the one canonical NaN.</summary>
    public void Append(double value) => Append(double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToInt64Bits(value));

    /// <summary>Appends the 4 bytes of the number; any NaN as the one canonical NaN.</summary>
    public void Append(float value) => BinaryPrimitives.WriteInt32LittleEndian(
        Take(sizeof(float)),
        float.IsNaN(value) ? 0x7FC0_0000 : BitConverter.SingleToInt32Bits(value));

    /// <summary>The hash of all that was appended so far, 64 lower-case hexadecimal digits; appending may go on. Allocates.</summary>
    public string Hex()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private Span<byte> Take(int bytes)
    {
        if (bytes > BufferBytes - _filled)
        {
            Flush();
        }

        var room = _buffer.AsSpan(_filled, bytes);
        _filled += bytes;
        return room;
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _filled);
        _filled = 0;
    }
}
