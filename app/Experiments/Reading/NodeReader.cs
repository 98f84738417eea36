using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClosedLoop.App;

/// <summary>
/// Reads one YAML document into nodes with places. Only what experiment files need: no anchors, aliases, tags or second
/// documents, and
/// at most 32 levels, so that nothing in a file can make it grow or mean two things.
/// </summary>
internal sealed class NodeReader
{
    private const int DeepestLevel = 32;
    private readonly Parser _parser;
    private readonly Mistakes _mistakes;

    private NodeReader(TextReader text, Mistakes mistakes)
    {
        _parser = new Parser(text);
        _mistakes = mistakes;
    }

    /// <summary>The root mapping, or null with the reason among the mistakes.</summary>
    public static MapNode? Read(TextReader text, Mistakes mistakes)
    {
        var reader = new NodeReader(text, mistakes);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            mistakes.Add(PlaceOf(e.Start), $"This is not YAML: {Plain(e.Message)} Check the indentation (spaces, no tabs), "
                + $"colons and quotes just before this place.");
            return null;
        }
    }

    private MapNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _mistakes.Add(new Place(1, 1), "The file is empty; an experiment starts with 'version: 1'.");
            return null;
        }

        var root = Value(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _mistakes.Add(PlaceOf(second.Start), "A second document starts here; a file holds one experiment: remove the '---'.");
            return null;
        }

        if (root is not MapNode map)
        {
            _mistakes.Add(root.Place, "The file must be keys with values; an experiment starts with 'version: 1'.");
            return null;
        }

        return map;
    }

    private Node Value(int level)
    {
        var place = PlaceOf(_parser.Current!.Start);
        if (level > DeepestLevel)
        {
            throw new YamlException(_parser.Current.Start, _parser.Current.End, $"more than {DeepestLevel} levels of nesting.");
        }

        var isDecorated = _parser.Accept<NodeEvent>(out var node) && !(node.Anchor.IsEmpty && node.Tag.IsEmpty);
        if (isDecorated || _parser.Accept<AnchorAlias>(out _))
        {
            _mistakes.Add(place, "Anchors, aliases and tags (&, *, !) are not used in experiments; write the value out.");
        }

        if (_parser.TryConsume<MappingStart>(out _))
        {
            return Map(place, level);
        }

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            return List(place, level);
        }

        if (_parser.TryConsume<AnchorAlias>(out _))
        {
            return new ScalarNode("", true, place);
        }

        var scalar = _parser.Consume<Scalar>();
        return new ScalarNode(scalar.Value, scalar.Style != ScalarStyle.Plain, place);
    }

    private MapNode Map(Place place, int level)
    {
        var entries = new List<MapEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value(level + 1);
            var value = Value(level + 1);
            if (key is not ScalarNode { Text: not "" } scalar)
            {
                _mistakes.Add(key.Place, "A key must be a word.");
            }
            else if (entries.Find(e => e.Key == scalar.Text) is { } first)
            {
                _mistakes.Add(key.Place, $"'{scalar.Text}' stands here a second time, first in line {first.KeyPlace.Line}; "
                    + $"keep one of the two.");
            }
            else
            {
                entries.Add(new MapEntry(scalar.Text, scalar.Place, value));
            }
        }

        return new MapNode(entries, place);
    }

    private ListNode List(Place place, int level)
    {
        var items = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Value(level + 1));
        }

        return new ListNode(items, place);
    }

    private static Place PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    // The parser's own messages repeat the place; what they say of the cause is kept.
    private static string Plain(string message)
    {
        var cause = message[(message.LastIndexOf("): ", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..].Trim();
        return cause.EndsWith('.') ? cause : cause + ".";
    }
}
