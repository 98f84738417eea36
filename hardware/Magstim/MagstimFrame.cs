namespace ClosedLoop.Hardware;

/// <summary>
/// The frames of Magstim's serial protocol: a command byte, data (ASCII digits, or <c>@</c> for none) and a checksum, which is the
/// complement of the sum of all bytes before it.
/// </summary>
internal static class MagstimFrame
{
    public const byte NoData = (byte)'@';

    private const byte NotUnderstood = (byte)'?';
    private const byte NotNow = (byte)'S';

    /// <summary>The checksum of a frame's bytes before it.</summary>
    public static byte Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes)
        {
            sum += value;
        }

        return unchecked((byte)~sum);
    }

    /// <summary>Writes a command without data; returns its length.</summary>
    public static int Compose(Span<byte> frame, byte command, byte data = NoData)
    {
        frame[0] = command;
        frame[1] = data;
        frame[2] = Checksum(frame[..2]);
        return 3;
    }

    /// <summary>Writes a command with a number of three digits, 0 to 999; returns its length.</summary>
    public static int ComposeNumber(Span<byte> frame, byte command, int number)
    {
        frame[0] = command;
        frame[1] = (byte)('0' + (number / 100));
        frame[2] = (byte)('0' + (number / 10 % 10));
        frame[3] = (byte)('0' + (number % 10));
        frame[4] = Checksum(frame[..4]);
        return 5;
    }

    /// <summary>
    /// Looks for the reply to a command in what has come in: skips what was not asked for (noise, a late reply to an earlier
    /// command) and takes only a frame whose checksum is right.
    /// </summary>
    /// <param name="received">All bytes since the command was sent.</param>
    /// <param name="command">The command, which a reply echoes.</param>
    /// <param name="length">The length of its good reply.</param>
    /// <param name="reply">The good reply.</param>
    /// <returns>Done; Refused; or Garbled as long as no whole reply is there.</returns>
    public static DeviceExchange Find(ReadOnlySpan<byte> received, byte command, int length, out ReadOnlySpan<byte> reply)
    {
        reply = default;
        for (var start = 0; start < received.Length; start++)
        {
            var rest = received[start..];
            if (rest[0] != command)
            {
                continue;
            }

            if (rest.Length >= 3 && rest[1] is NotUnderstood or NotNow && Checksum(rest[..2]) == rest[2])
            {
                return DeviceExchange.Refused;
            }

            if (rest.Length >= length && Checksum(rest[..(length - 1)]) == rest[length - 1])
            {
                reply = rest[..length];
                return DeviceExchange.Done;
            }
        }

        return DeviceExchange.Garbled;
    }

    /// <summary>True when all that came is the one byte that says "no such command".</summary>
    public static bool IsNotUnderstood(ReadOnlySpan<byte> received) => received.Length == 1 && received[0] == NotUnderstood;

    /// <summary>Reads a number of three digits.</summary>
    /// <returns>False when one of them is not a digit.</returns>
    public static bool TryReadNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        for (var i = 0; i < 3; i++)
        {
            var digit = digits[i] - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        return true;
    }
}
