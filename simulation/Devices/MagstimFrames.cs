namespace ClosedLoop.Simulation;

/// <summary>Cuts what a host sends into Magstim 200² commands, and checks them.</summary>
/// <remarks>
/// An unknown command byte is taken to open a frame of three bytes, the shortest that any Magstim knows, so that one unknown
/// command gives one reply. What is left incomplete is dropped by <see cref="Reset"/>, which the device calls after a silence.
/// </remarks>
internal sealed class MagstimFrames
{
    private readonly byte[] _frame = new byte[5];
    private int _count;

    /// <summary>True while a command is incomplete.</summary>
    internal bool IsIncomplete => _count > 0;

    /// <summary>The bytes so far, or the whole command after <see cref="Add"/> said so.</summary>
    internal ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _count);

    /// <summary>True if the first byte is a command of this device.</summary>
    internal bool IsKnown => _frame[0] is (byte)'Q' or (byte)'R' or (byte)'E' or (byte)'J' or (byte)'F' or (byte)'@';

    /// <summary>True if the last byte is the complement of the sum of the others.</summary>
    internal bool IsIntact => Checksum(Frame[..^1]) == Frame[^1];

    /// <summary>Takes a byte; true once the command is complete.</summary>
    internal bool Add(byte value)
    {
        _frame[_count++] = value;
        return _count == (_frame[0] == (byte)'@' ? 5 : 3);
    }

    /// <summary>Forgets what has come.</summary>
    internal void Reset() => _count = 0;

    /// <summary>Bitwise complement of the sum of all bytes, low 8 bits.</summary>
    internal static byte Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes)
        {
            sum += value;
        }

        return (byte)(~sum & 0xFF);
    }
}
