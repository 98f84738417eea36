using System.Xml.XPath;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Which streams are meant: an XPath 1.0 predicate on the stream's header, as every LSL outlet evaluates it. Immutable; built from
/// checked parts, so that no text of an experiment file can break out of its quotes.
/// </summary>
/// <example><code>var query = LslQuery.ByType("EEG").And(LslQuery.ByName("BioSemi"));</code></example>
public sealed class LslQuery
{
    /// <summary>The longest predicate that is sent or evaluated, in characters.</summary>
    internal const int Longest = 4096;

    private LslQuery(string predicate) => Predicate = predicate;

    /// <summary>Every stream.</summary>
    public static LslQuery Any { get; } = new(string.Empty);

    /// <summary>The predicate as it is sent; empty means every stream.</summary>
    public string Predicate { get; }

    /// <summary>Streams of a name.</summary>
    /// <exception cref="ArgumentException">The text cannot be written in a predicate.</exception>
    public static LslQuery ByName(string name) => Equal("name", name);

    /// <summary>Streams of a content type, e.g. <c>EEG</c>.</summary>
    /// <exception cref="ArgumentException">The text cannot be written in a predicate.</exception>
    public static LslQuery ByType(string type) => Equal("type", type);

    /// <summary>Streams of a sender's stable identity.</summary>
    /// <exception cref="ArgumentException">The text cannot be written in a predicate.</exception>
    public static LslQuery BySourceId(string sourceId) => Equal("source_id", sourceId);

    /// <summary>Streams of an LSL session; LSL's own programs ask for <c>default</c>.</summary>
    /// <exception cref="ArgumentException">The text cannot be written in a predicate.</exception>
    public static LslQuery BySession(string sessionId) => Equal("session_id", sessionId);

    /// <summary>Streams that fulfil a predicate, e.g. <c>type='EEG' and count(desc/channels/channel)=32</c>.</summary>
    /// <exception cref="ArgumentException">It is not XPath 1.0, spans several lines, or has more than 4096 characters.</exception>
    public static LslQuery ByPredicate(string predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        if (predicate.Length > Longest || predicate.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"A predicate is one line of at most {Longest} characters.", nameof(predicate));
        }

        try
        {
            XPathExpression.Compile($"boolean({predicate})");
        }
        catch (XPathException e)
        {
            throw new ArgumentException($"'{predicate}' is not an XPath 1.0 predicate: {e.Message}", nameof(predicate), e);
        }

        return new(predicate);
    }

    /// <summary>Streams that fulfil both.</summary>
    public LslQuery And(LslQuery other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Predicate.Length == 0 || other.Predicate.Length == 0)
        {
            return Predicate.Length == 0 ? other : this;
        }

        return ByPredicate($"({Predicate}) and ({other.Predicate})");
    }

    /// <summary>The predicate.</summary>
    public override string ToString() => Predicate.Length == 0 ? "any stream" : Predicate;

    private static LslQuery Equal(string field, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Contains('\'') && value.Contains('"'))
        {
            throw new ArgumentException($"A {field} with both kinds of quotes cannot be asked for: {value}", nameof(value));
        }

        var quote = value.Contains('\'') ? '"' : '\'';
        return ByPredicate($"{field}={quote}{value}{quote}");
    }
}
