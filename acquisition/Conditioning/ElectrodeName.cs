namespace ClosedLoop.Acquisition;

/// <summary>Names of electrodes as amplifiers and files write them, brought to one form.</summary>
public static class ElectrodeName
{
    private static readonly string[] _prefixes = ["EEG ", "EEG-", "EEG:", "EEG_"];
    private static readonly string[] _references = ["-REF", "-LE", "-AR", "-AVG", " REF"];

    /// <summary>
    /// The electrode in capitals, without the words around it and in the newer nomenclature: <c>EEG C3</c>, <c>C3..</c> and <c>c3-REF</c>
    /// are <c>C3</c>; <c>T3</c>, <c>T4</c>, <c>T5</c>, <c>T6</c> are <c>T7</c>, <c>T8</c>, <c>P7</c>, <c>P8</c>. A derivation such as
    /// <c>C3-A2</c> stays what it is. Allocates.
    /// </summary>
    public static string Canonical(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var name = label.Trim().ToUpperInvariant();
        foreach (var prefix in _prefixes)
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        foreach (var reference in _references)
        {
            name = name.EndsWith(reference, StringComparison.Ordinal) ? name[..^reference.Length] : name;
        }

        return Newer(name.Trim(' ', '.'));
    }

    /// <summary>Whether two labels name the same electrode.</summary>
    public static bool AreSame(string left, string right) =>
        string.Equals(Canonical(left), Canonical(right), StringComparison.Ordinal);

    /// <summary>The channel that a label names: the one written exactly so, or else the only one of that electrode; −1 if none.</summary>
    /// <exception cref="ArgumentException">Several channels are that electrode, and none is written exactly so.</exception>
    public static int Find(IReadOnlyList<Core.ChannelInfo> channels, string label)
    {
        ArgumentNullException.ThrowIfNull(channels);
        var found = -1;
        for (var i = 0; i < channels.Count; i++)
        {
            if (string.Equals(channels[i].Label, label, StringComparison.Ordinal))
            {
                return i;
            }
        }

        for (var i = 0; i < channels.Count; i++)
        {
            if (!AreSame(channels[i].Label, label))
            {
                continue;
            }

            found = found < 0
                ? i
                : throw new ArgumentException(
                    $"'{label}' could be '{channels[found].Label}' or '{channels[i].Label}'; write the label exactly as the stream does.",
                    nameof(label));
        }

        return found;
    }

    private static string Newer(string name) => name switch
    {
        "T3" => "T7",
        "T4" => "T8",
        "T5" => "P7",
        "T6" => "P8",
        _ => name,
    };
}
