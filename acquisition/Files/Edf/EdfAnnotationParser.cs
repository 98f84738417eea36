using System.Buffers.Text;
using System.Text;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Parses the time-stamped annotation lists (TALs) of one record: <c>+onset [0x15 duration] 0x14 text 0x14 … 0x00</c>. The first
/// list
/// of the first annotation signal begins with an empty text and says when the record begins.
/// </summary>
internal sealed class EdfAnnotationParser(List<EdfAnnotation> annotations, WarningList warnings)
{
    private const byte TextMark = 0x14;
    private const byte DurationMark = 0x15;

    // Beyond this (31 years) an onset is damage, and times would overflow.
    private const decimal MostSeconds = 1_000_000_000m;

    /// <summary>Takes the bytes of one annotation signal in one record.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">Where they stand in the file.</param>
    /// <returns>The onset of the first list, if its first text is empty, in nanoseconds.</returns>
    public long? Parse(ReadOnlySpan<byte> bytes, long position)
    {
        long? recordOnset = null;
        var start = 0;
        var isFirst = true;
        while (start < bytes.Length)
        {
            var length = bytes[start..].IndexOf((byte)0);
            length = length < 0 ? bytes.Length - start : length;
            if (length > 0)
            {
                var onset = ParseList(bytes.Slice(start, length), position + start);
                recordOnset = isFirst ? onset : recordOnset;
                isFirst = false;
            }

            start += length + 1;
        }

        return recordOnset;
    }

    /// <summary>Parses one list and keeps its annotations.</summary>
    /// <returns>The onset if the first text is empty.</returns>
    private long? ParseList(ReadOnlySpan<byte> list, long position)
    {
        var end = list.IndexOf(TextMark);
        if (end < 0 || !TryTimes(list[..end], out var onset, out var length))
        {
            warnings.Add(position, "An annotation does not begin with its time; it is left out.");
            return null;
        }

        var texts = list[(end + 1)..];
        var keepsTime = texts.IsEmpty || texts[0] == TextMark;
        while (!texts.IsEmpty)
        {
            var next = texts.IndexOf(TextMark);
            var text = next < 0 ? texts : texts[..next];
            if (!text.IsEmpty)
            {
                annotations.Add(new EdfAnnotation(onset, length, Encoding.UTF8.GetString(text)));
            }

            texts = next < 0 ? [] : texts[(next + 1)..];
        }

        return keepsTime ? onset : null;
    }

    private static bool TryTimes(ReadOnlySpan<byte> times, out long onset, out long? length)
    {
        length = null;
        var mark = times.IndexOf(DurationMark);
        if (mark < 0)
        {
            return TryNanoseconds(times, out onset);
        }

        if (TryNanoseconds(times[(mark + 1)..], out var duration))
        {
            length = duration;
        }

        return TryNanoseconds(times[..mark], out onset);
    }

    private static bool TryNanoseconds(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!Utf8Parser.TryParse(text, out decimal seconds, out var used) || used != text.Length || Math.Abs(seconds) > MostSeconds)
        {
            return false;
        }

        nanoseconds = (long)decimal.Round(seconds * 1_000_000_000m);
        return true;
    }
}
