using System.Globalization;
using ClosedLoop.Core;

namespace ClosedLoop.App;

/// <summary>
/// Reads one section's keys. What was asked for is what is possible: <see cref="Finish"/> calls every other key a mistake. A key
/// that is
/// missing or wrong is noted and gives a harmless stand-in; the experiment is thrown away once anything was noted.
/// </summary>
internal sealed class Keys
{
    private readonly MapNode _map;
    private readonly Mistakes _mistakes;
    private readonly List<string> _known = [];
    private readonly List<string> _missing = [];
    private readonly KeyAdvice _advice;

    /// <summary>Opens a section.</summary>
    /// <param name="map">The section as written.</param>
    /// <param name="path">Its keys joined by dots, e.g. <c>model.mu</c>; empty for the root.</param>
    /// <param name="mistakes">Where mistakes go.</param>
    public Keys(MapNode map, string path, Mistakes mistakes)
    {
        _map = map;
        _mistakes = mistakes;
        _advice = new KeyAdvice(_known, key => Find(key) is not null);
        Path = path;
        mistakes.Remember(path, map.Place);
    }

    /// <summary>The section's keys joined by dots; empty for the root.</summary>
    public string Path { get; }

    /// <summary>The section's own name: the last key of its path.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>Is the key there, with a value?</summary>
    public bool Has(string key) => Find(key) is { } entry && entry.Value is not ScalarNode { IsNull: true };

    /// <summary>Notes a mistake at a key of this section.</summary>
    public void Wrong(string key, string message) => _mistakes.AddAt(PathOf(key), message);

    /// <summary>Text that must be there.</summary>
    public string Text(string key) => TextOrNull(key) ?? Missing(key, "");

    /// <summary>Text that may be left out.</summary>
    public string? TextOrNull(string key)
    {
        if (Scalar(key, "text") is not { } scalar)
        {
            return null;
        }

        if (scalar.Text.Length > 0 && !scalar.Text.Any(char.IsControl))
        {
            return scalar.Text;
        }

        _mistakes.Add(scalar.Place, $"'{key}' must be one line of text, not empty.");
        return null;
    }

    /// <summary>One of some words; without a default it must be there.</summary>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> words, T? otherwise = null)
        where T : struct
    {
        if (Scalar(key, "one word") is not { } scalar)
        {
            return otherwise ?? Missing(key, default(T));
        }

        if (words.TryGetValue(scalar.Text, out var value))
        {
            return value;
        }

        _mistakes.Add(scalar.Place, $"'{key}' is '{scalar.Text}'; {Nearest.Advice(scalar.Text, [.. words.Keys])}");
        return default;
    }

    /// <summary>One of some words as it is, or null if the key is left out.</summary>
    public string? WordOrNull(string key, params string[] words) =>
        Ask(key) is null ? null : words[Choice(key, words.Index().ToDictionary(w => w.Item, w => w.Index))];

    /// <summary>
    /// What the reader of this section's <c>kind</c> makes of it; null, with the mistake noted, if the kind is missing or
    /// unknown.
    /// </summary>
    public T? ByKind<T>(IReadOnlyDictionary<string, Func<Keys, T>> kinds)
        where T : class
    {
        if (Scalar("kind", "one word") is { } scalar)
        {
            if (kinds.TryGetValue(scalar.Text, out var read))
            {
                return read(this);
            }

            _mistakes.Add(scalar.Place, $"'kind' is '{scalar.Text}'; {Nearest.Advice(scalar.Text, [.. kinds.Keys])}");
        }
        else if (!Has("kind"))
        {
            _mistakes.Add(_map.Place, $"{Here()} needs the key 'kind'; possible: {string.Join(", ", kinds.Keys)}.");
        }

        return null;
    }

    /// <summary>A number within bounds; without a default it must be there.</summary>
    public double Number(string key, double least, double most, double? otherwise = null) =>
        NumberOrNull(key, least, most) ?? otherwise ?? Missing(key, least);

    /// <summary>A number within bounds that may be left out.</summary>
    public double? NumberOrNull(string key, double least, double most) =>
        Scalar(key, "a number") is { } scalar ? NumberText.Read(key, scalar, least, most, _mistakes) : null;

    /// <summary>A whole number within bounds; without a default it must be there.</summary>
    public long Integer(string key, long least, long most, long? otherwise = null) =>
        IntegerOrNull(key, least, most) ?? otherwise ?? Missing(key, least);

    /// <summary>A whole number within bounds that may be left out.</summary>
    public long? IntegerOrNull(string key, long least, long most)
    {
        if (Scalar(key, "a whole number") is not { } scalar)
        {
            return null;
        }

        if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        _mistakes.Add(scalar.Place, $"'{key}' is '{scalar.Text}'; possible is a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>Yes or no, as <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (Scalar(key, "true or false") is not { } scalar)
        {
            return otherwise;
        }

        if (scalar.Text is not ("true" or "false"))
        {
            _mistakes.Add(scalar.Place, $"'{key}' is '{scalar.Text}'; possible is true or false.");
        }

        return scalar.Text == "true";
    }

    /// <summary>A span of time whose unit (ms, s, us, min) is in the key.</summary>
    public Duration Span(string key, double least, double most, double? otherwise = null) =>
        KeyUnits.Span(Number(key, least, most, otherwise), key);

    /// <summary>A pair of rising numbers, e.g. a frequency band or a window.</summary>
    public (double Low, double High) Pair(string key, double least, double most, (double Low, double High)? otherwise = null) =>
        PairOrNull(key, least, most) ?? otherwise ?? Missing(key, (least, most));

    /// <summary>A pair of rising numbers that may be left out.</summary>
    public (double Low, double High)? PairOrNull(string key, double least, double most)
    {
        if (Ask(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is ListNode { Items: [ScalarNode low, ScalarNode high] })
        {
            var a = NumberText.Read(key, low, least, most, _mistakes);
            var b = NumberText.Read(key, high, least, most, _mistakes);
            if (a < b || a is null || b is null)
            {
                return (a ?? least, b ?? most);
            }
        }

        _mistakes.Add(entry.Value.Place, string.Create(
            CultureInfo.InvariantCulture,
            $"'{key}' must be two rising numbers from {least} to {most}{NumberText.Unit(key)}, e.g. [{least}, {most}]."));
        return (least, most);
    }

    /// <summary>A list of words that may be left out; given, it holds at least <paramref name="least"/> different ones.</summary>
    public IReadOnlyList<string>? WordsOrNull(string key, int least)
    {
        if (Ask(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is ListNode list && list.Items.Count >= least && list.Items.All(i => i is ScalarNode { IsNull: false }))
        {
            var words = list.Items.Select(i => ((ScalarNode)i).Text).ToList();
            if (words.Distinct(StringComparer.Ordinal).Count() == words.Count)
            {
                return words;
            }
        }

        _mistakes.Add(entry.Value.Place, $"'{key}' must be a list of at least {least} different words, e.g. [F3, P3].");
        return [];
    }

    /// <summary>A section that must be there.</summary>
    public Keys Child(string key) => ChildOrNull(key) ?? Missing(key, Empty(key));

    /// <summary>A section that may be left out; a key without a value is an empty section.</summary>
    public Keys? ChildOrNull(string key)
    {
        _ = Ask(key);
        return Find(key) is { } entry ? Section(entry.Value, PathOf(key)) : null;
    }

    /// <summary>A section of named sections, in the order of the file; none if it is left out.</summary>
    public IReadOnlyList<Keys> Children(string key)
    {
        if (ChildOrNull(key) is not { } section)
        {
            return [];
        }

        foreach (var entry in section._map.Entries.Where(e => !e.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
        {
            _mistakes.Add(entry.KeyPlace, $"The name '{entry.Key}' may hold letters, digits, '_' and '-' only.");
        }

        IReadOnlyList<Keys> children = [.. section._map.Entries.Select(e => section.Child(e.Key))];
        section.Finish();
        return children;
    }

    /// <summary>All keys of the section with their texts, for a section of names to names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs()
    {
        var pairs = _map.Entries.Select(e => KeyValuePair.Create(e.Key, Text(e.Key))).ToList();
        Finish();
        return pairs;
    }

    /// <summary>The sections of a list that must be there and hold at least one.</summary>
    public IReadOnlyList<Keys> Items(string key)
    {
        if (Ask(key) is not { } entry)
        {
            return Missing<IReadOnlyList<Keys>>(key, []);
        }

        if (entry.Value is ListNode { Items.Count: > 0 } list)
        {
            return [.. list.Items.Select((item, i) => Section(item, $"{PathOf(key)}.{i}"))];
        }

        _mistakes.Add(entry.Value.Place, $"'{key}' must be a list with at least one entry, each on a line that starts "
            + $"with '- '.");
        return [];
    }

    /// <summary>
    /// Which one of some keys the section holds; notes a mistake and gives null if it is none or more than one.
    /// </summary>
    public string? OneOf(params ReadOnlySpan<string> keys)
    {
        _known.AddRange(keys);
        var asked = keys.ToArray();
        var present = asked.Where(k => Find(k) is not null).ToList();
        if (present.Count == 1)
        {
            return present[0];
        }

        var list = string.Join(", ", asked);
        if (present.Count > 1)
        {
            _mistakes.Add(Find(present[1])!.KeyPlace, $"{Here()} holds {string.Join(" and ", present)}; possible is exactly "
                + $"one of {list}.");
        }
        else if (!_map.Entries.Any(e => asked.Any(k => _advice.Meant(e.Key) == k)))
        {
            _mistakes.Add(_map.Place, $"{Here()} needs exactly one of {list}.");
        }

        return null;
    }

    /// <summary>Notes every key that nobody asked for, and every needed one that is not there.</summary>
    public void Finish()
    {
        var meant = new HashSet<string>();
        foreach (var entry in _map.Entries.Where(e => !_known.Contains(e.Key)))
        {
            _mistakes.Add(entry.KeyPlace, _advice.Sentence(entry, Here(false)));
            if (_advice.Meant(entry.Key) is { } key)
            {
                meant.Add(key);
            }
        }

        foreach (var key in _missing.Where(k => !meant.Contains(k)))
        {
            var (place, verb) = Find(key) is { } empty ? (empty.KeyPlace, "needs a value for") : (_map.Place, "needs the key");
            _mistakes.Add(place, $"{Here()} {verb} '{key}'{(KeyUnits.Word(key) is { Length: > 0 } word ? $", in {word}" : "")}.");
        }
    }

    private ScalarNode? Scalar(string key, string what)
    {
        if (Ask(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is ScalarNode scalar)
        {
            return scalar;
        }

        _mistakes.Add(entry.Value.Place, $"'{key}' must be {what}, not a {(entry.Value is ListNode ? "list" : "section")}.");
        return null;
    }

    private MapEntry? Ask(string key)
    {
        if (!_known.Contains(key))
        {
            _known.Add(key);
        }

        if (!Has(key))
        {
            return null;
        }

        var entry = Find(key)!;
        _mistakes.Remember(PathOf(key), entry.Value.Place);
        return entry;
    }

    private Keys Section(Node node, string path)
    {
        if (node is MapNode or ScalarNode { IsNull: true })
        {
            return new Keys(node as MapNode ?? new MapNode([], node.Place), path, _mistakes);
        }

        _mistakes.Add(node.Place, $"'{path}' must be a section of keys, e.g. {{key: value}}.");
        return new Keys(new MapNode([], node.Place), path, new Mistakes(""));
    }

    // A wrong value was noted already; only a key that is not there is missing.
    private T Missing<T>(string key, T standIn)
    {
        if (!Has(key))
        {
            _missing.Add(key);
        }

        return standIn;
    }

    private Keys Empty(string key) => new(new MapNode([], _map.Place), PathOf(key), new Mistakes(""));

    private MapEntry? Find(string key)
    {
        foreach (var entry in _map.Entries)
        {
            if (entry.Key == key)
            {
                return entry;
            }
        }

        return null;
    }

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private string Here(bool start = true) => Path.Length == 0 ? (start ? "The experiment" : "the experiment") : $"'{Path}'";
}
