using System.Text;
using System.Xml.Linq;
using System.Xml.XPath;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>What an outlet says of itself: its headers, which questions they fit, and the answers to datagrams. One thread.</summary>
internal sealed class LslAnnouncement
{
    private const int MostRemembered = 100;
    private const int LongestQueryId = 256;
    private const int MostSearches = 2;

    private readonly XPathNavigator _info;
    private readonly Clock _clock;
    private readonly Dictionary<string, bool> _remembered = [];

    public LslAnnouncement(LslSource source, XElement? description, Clock clock)
    {
        _clock = clock;
        Source = source;
        var extra = description?.Elements().Select(element => new XElement(element)) ?? [];
        var full = LslInfoXml.Write(source, extra.Prepend(LslInfoXml.WriteChannels(source.Info)));
        ShortInfo = Bytes(LslInfoXml.Write(source, null));
        FullInfo = Bytes(full);
        _info = new XDocument(full).Root!.CreateNavigator();
    }

    public LslSource Source { get; }

    public byte[] ShortInfo { get; }

    public byte[] FullInfo { get; }

    /// <summary>
    /// Whether a predicate holds for the full header. What is no predicate, or would take too long, holds for nothing. The headers never change, so answers
    /// to the questions that resolvers repeat are remembered.
    /// </summary>
    public bool Matches(string predicate)
    {
        if (predicate.Length == 0)
        {
            return true;
        }

        if (predicate.Length > LslQuery.Longest || Searches(predicate) > MostSearches)
        {
            return false;
        }

        if (!_remembered.TryGetValue(predicate, out var matches))
        {
            matches = Evaluate(predicate);
            if (_remembered.Count < MostRemembered)
            {
                _remembered[predicate] = matches;
            }
        }

        return matches;
    }

    /// <summary>The answer to a datagram, and the port it goes to (0: the sender's own); null for what asks nothing of us.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> datagram, Instant heardAt, bool tellsTime, out int port)
    {
        port = 0;
        if (datagram.Length > 2 * LslQuery.Longest)
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(datagram).Split('\n', StringSplitOptions.TrimEntries);
        return lines[0] switch
        {
            "LSL:shortinfo" when lines.Length >= 3 => AnswerQuery(lines[1], lines[2].Split(' '), out port),
            "LSL:timedata" when lines.Length >= 2 && tellsTime => AnswerTime(lines[1].Split(' '), heardAt),
            _ => null,
        };
    }

    private byte[]? AnswerQuery(string predicate, string[] words, out int port)
    {
        port = 0;
        if (words.Length < 2 || !ushort.TryParse(words[0], out var asked) || asked == 0 || words[1].Length > LongestQueryId
            || !Matches(predicate))
        {
            return null;
        }

        port = asked;
        return [.. Encoding.UTF8.GetBytes(words[1]), .. "\r\n"u8, .. ShortInfo];
    }

    private byte[]? AnswerTime(string[] words, Instant heardAt)
    {
        if (words.Length < 2 || !uint.TryParse(words[0], out var wave) || !LslTime.TryRead(Encoding.UTF8.GetBytes(words[1]), out _))
        {
            return null;
        }

        var answer = FormattableString.Invariant(
            $" {wave} {words[1]} {LslTime.ToSeconds(heardAt):R} {LslTime.ToSeconds(_clock.Now):R}");
        return Encoding.UTF8.GetBytes(answer);
    }

    // Anyone on the network may send a predicate, and nested searches take (nodes of the header) to the power of their number: two
    // are milliseconds, four are minutes. Each needs one of these words.
    private static int Searches(string predicate) =>
        predicate.AsSpan().Count("//") + predicate.AsSpan().Count("::") + predicate.AsSpan().Count("..");

    private bool Evaluate(string predicate)
    {
        try
        {
            return _info.Evaluate($"boolean({predicate})") is true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a stranger's predicate makes the evaluator throw, it must not end this process.
            return false;
        }
    }

    private static byte[] Bytes(XElement info) =>
        Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n" + info.ToString(SaveOptions.None) + "\n");
}
