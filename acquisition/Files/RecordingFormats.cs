namespace ClosedLoop.Acquisition;

/// <summary>The kinds of recording that can be read, and how one is told from another: by its content.</summary>
public static class RecordingFormats
{
    /// <summary>How much of a file's beginning decides its format.</summary>
    public const int HeadBytes = 512;

    /// <summary>All formats, in the order in which they are tried.</summary>
    public static IReadOnlyList<IRecordingFormat> All { get; } = [new XdfFormat(), new EdfFormat()];

    /// <summary>Opens a recording of any known format as other programs' recordings are meant to be read.</summary>
    /// <inheritdoc cref="Open(string, RecordingOptions)"/>
    public static IRecordingReader Open(string path) => Open(path, RecordingOptions.Default);

    /// <summary>Opens a recording of any known format.</summary>
    /// <param name="path">The file; its extension is not looked at.</param>
    /// <param name="options">How times are read.</param>
    /// <exception cref="RecordingFormatException">The file is of no known format, or too damaged to hold anything.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static IRecordingReader Open(string path, RecordingOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..ReadHead(path, head)];
        foreach (var format in All)
        {
            if (format.Matches(head))
            {
                return format.Open(path, options);
            }
        }

        var why = head.IsEmpty ? "it is empty" : "its first bytes are those of none of these";
        throw new RecordingFormatException(
            $"'{path}' is not a recording that can be read ({string.Join(", ", All.Select(format => format.Name))}): {why}.");
    }

    private static int ReadHead(string path, Span<byte> head)
    {
        if (Directory.Exists(path))
        {
            throw new RecordingFormatException($"'{path}' is a folder, not a recording; name the file in it.");
        }

        using var file = File.OpenHandle(path);
        var read = 0;
        while (read < head.Length && RandomAccess.Read(file, head[read..], read) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }
}
