using System.Buffers.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>The lines of the timer box's protocol (docs/timer-box.md). Nothing allocates.</summary>
internal static class TimerBoxText
{
    /// <summary>The most edges in one line.</summary>
    public const int EdgesPerLine = 4;

    /// <summary>The longest line a host sends: a letter, a time, and for each edge three numbers of at most 7, 7 and 10 digits.</summary>
    public const int LongestLine = 1 + 1 + LongestTime + (EdgesPerLine * (1 + 7 + 1 + 7 + 1 + 10)) + 1;

    private const int LongestTime = 15;

    /// <summary>The greatest delay that a box accepts: 2 s.</summary>
    public const long GreatestDelay = 2_000_000;

    /// <summary>What a box of this protocol calls itself.</summary>
    public static ReadOnlySpan<byte> Identity => "V closedloop-timerbox 1"u8;

    /// <summary>The longest line for a box with so many lines and pulses of such a width.</summary>
    public static int LongestLineFor(int lines, Duration width)
    {
        Span<byte> line = stackalloc byte[LongestLine];
        var length = 1 + 1 + LongestTime;
        for (var i = 0; i < EdgesPerLine; i++)
        {
            length = AddEdge(line, length, GreatestDelay, width.TotalNanoseconds / 1000, uint.MaxValue >> (32 - lines));
        }

        return length + 1;
    }

    /// <summary>Adds one edge to a line, which starts with <c>F</c>.</summary>
    public static int AddEdge(Span<byte> line, int length, long delayMicroseconds, long widthMicroseconds, uint mask)
    {
        length = AddNumber(line, length, delayMicroseconds);
        length = AddNumber(line, length, widthMicroseconds);
        return AddNumber(line, length, mask);
    }

    /// <summary>Takes the number that follows from what is left of a line.</summary>
    public static bool TryTakeNumber(ref ReadOnlySpan<byte> rest, out long number)
    {
        number = 0;
        if (rest.Length < 2 || rest[0] != (byte)' ' || !Utf8Parser.TryParse(rest[1..], out number, out var consumed))
        {
            return false;
        }

        rest = rest[(1 + consumed)..];
        return true;
    }

    /// <summary>Adds a blank and a number to a line.</summary>
    public static int AddNumber(Span<byte> line, int length, long number)
    {
        line[length] = (byte)' ';
        return Utf8Formatter.TryFormat(number, line[(length + 1)..], out var written)
            ? length + 1 + written
            : throw new ArgumentOutOfRangeException(nameof(number), number, "The line is full.");
    }
}
