using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// A device's own account of every byte, state and pulse, with times. What a device did is read here, never from the variables of
/// the program that drove it. With a file, each line is in the file before the call returns, so that another process can read it
/// and nothing is lost when this one is killed.
/// </summary>
/// <remarks>Any thread may add or read. Adding allocates the entry and writes a line to the file's page cache.</remarks>
public sealed class ByteJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly int _capacity;
    private readonly FileStream? _file;

    /// <summary>Starts a journal.</summary>
    /// <param name="path">A text file to append to, one line an entry; <c>null</c> to keep it in memory alone.</param>
    /// <param name="capacity">The most entries kept in memory; beyond it the older half is forgotten (the file keeps
    /// all).</param>
    public ByteJournal(string? path = null, int capacity = 1 << 18)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _capacity = capacity;
        _file = path is null ? null : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>A copy of the entries in memory, in the order in which they were written.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Reads a journal's file, also while its writer lives; a last line still without its end is left out.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The file is not a device journal.</exception>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.ASCII);
        var text = reader.ReadToEnd();
        var end = text.LastIndexOf('\n');
        return end < 0 ? [] : [.. text[..end].Split('\n').Select(JournalEntry.Parse)];
    }

    /// <summary>Adds bytes that crossed the line.</summary>
    public void AddBytes(Instant time, JournalKind direction, ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 3);
        foreach (var value in bytes)
        {
            _ = text.Append(text.Length == 0 ? "" : " ").Append(value.ToString("X2"));
        }

        Add(time, direction, text.ToString());
    }

    /// <summary>Adds any other entry.</summary>
    public void Add(Instant time, JournalKind kind, string text)
    {
        var entry = new JournalEntry(time, kind, text);
        lock (_gate)
        {
            if (_entries.Count == _capacity)
            {
                _entries.RemoveRange(0, _capacity / 2);
            }

            _entries.Add(entry);
            _file?.Write(Encoding.ASCII.GetBytes(entry + "\n"));
        }
    }

    /// <summary>Closes the file; the entries in memory stay readable.</summary>
    public void Dispose() => _file?.Dispose();
}
