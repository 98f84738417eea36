namespace ClosedLoop.Simulation;

/// <summary>Reads the argument of the timer box's <c>F</c> command, and refuses whatever is not exactly right.</summary>
internal static class TimerBoxCommand
{
    internal const int MostEdges = 4;
    internal const long LongestDelay = 2_000_000;
    private const long LongestWidth = 100_000;

    /// <summary>
    /// Reads <c>delay width mask</c>, up to four times, all decimal and separated by one space: delays ascending, widths 1 to
    /// 100,000 µs, masks 1 to 255, and no line raised again before it fell.
    /// </summary>
    /// <returns>The number of edges; 0 for a malformed text, −1 for a delay beyond 2 s.</returns>
    internal static int Read(ReadOnlySpan<byte> text, Span<TimerBoxEdge> edges)
    {
        var count = 0;
        while (TryReadEdge(ref text, out var edge) && Fits(edge, edges[..count]))
        {
            edges[count++] = edge;
            if (text.IsEmpty)
            {
                return edges[count - 1].DelayMicroseconds > LongestDelay ? -1 : count;
            }

            if (count == MostEdges || text[0] != (byte)' ')
            {
                return 0;
            }

            text = text[1..];
        }

        return 0;
    }

    private static bool Fits(TimerBoxEdge edge, ReadOnlySpan<TimerBoxEdge> earlier)
    {
        if (edge.WidthMicroseconds is < 1 or > LongestWidth || edge.Mask is < 1 or > 255)
        {
            return false;
        }

        foreach (var other in earlier)
        {
            var isLater = edge.DelayMicroseconds > other.DelayMicroseconds;
            var overlaps = edge.DelayMicroseconds <= other.DelayMicroseconds + other.WidthMicroseconds;
            if (!isLater || (overlaps && (edge.Mask & other.Mask) != 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadEdge(ref ReadOnlySpan<byte> text, out TimerBoxEdge edge)
    {
        edge = default;
        if (!TryReadNumber(ref text, out var delay) || !TrySkipSpace(ref text)
            || !TryReadNumber(ref text, out var width) || !TrySkipSpace(ref text)
            || !TryReadNumber(ref text, out var mask))
        {
            return false;
        }

        edge = new(delay, width, (int)mask);
        return true;
    }

    private static bool TrySkipSpace(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != (byte)' ')
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    /// <summary>Reads one to nine decimal digits.</summary>
    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + text[digits++] - '0';
            if (digits > 9)
            {
                return false;
            }
        }

        text = text[digits..];
        return digits > 0;
    }
}
