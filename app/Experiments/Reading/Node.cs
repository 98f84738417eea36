namespace ClosedLoop.App;

/// <summary>A piece of a YAML document with its place.</summary>
internal abstract record Node(Place Place);

/// <summary>One value as written.</summary>
/// <param name="Text">The text without quotes.</param>
/// <param name="Quoted">True if it stood in quotes, so that it is text whatever it looks like.</param>
/// <param name="Place">Where it starts.</param>
internal sealed record ScalarNode(string Text, bool Quoted, Place Place) : Node(Place)
{
    /// <summary>True for an empty value, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>Values in order.</summary>
internal sealed record ListNode(IReadOnlyList<Node> Items, Place Place) : Node(Place);

/// <summary>Keys with their values, in the order of the file; no key twice.</summary>
internal sealed record MapNode(IReadOnlyList<MapEntry> Entries, Place Place) : Node(Place);

/// <summary>A key with its value.</summary>
internal sealed record MapEntry(string Key, Place KeyPlace, Node Value);
