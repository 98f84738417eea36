using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>One line of a device's own account: a transfer, a change of state, or a pulse.</summary>
/// <param name="Time">When it happened, on the emulator's clock (the host's monotonic clock, unless virtual).</param>
/// <param name="Kind">What it was.</param>
/// <param name="Text">Bytes in hexadecimal, the state's name, or the pulse's particulars.</param>
public sealed record JournalEntry(Instant Time, JournalKind Kind, string Text)
{
    /// <summary>The line as it stands in the file, e.g. <c>1200000000 &gt; 51 40 6E</c>.</summary>
    public override string ToString() => $"{Time.TotalNanoseconds} {Word(Kind)} {Text}";

    /// <summary>Reads a line back.</summary>
    /// <exception cref="FormatException">The line is not one of ours; the message shows it.</exception>
    public static JournalEntry Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var parts = line.Split(' ', 3);
        return parts.Length == 3 && long.TryParse(parts[0], out var time) && TryKind(parts[1], out var kind)
            ? new(Instant.FromNanoseconds(time), kind, parts[2])
            : throw new FormatException($"Not a line of a device journal: '{line}'.");
    }

    private static string Word(JournalKind kind) => kind switch
    {
        JournalKind.FromHost => ">",
        JournalKind.ToHost => "<",
        JournalKind.State => "state",
        JournalKind.Pulse => "pulse",
        JournalKind.Edge => "edge",
        _ => "note",
    };

    private static bool TryKind(string word, out JournalKind kind)
    {
        kind = word switch
        {
            ">" => JournalKind.FromHost,
            "<" => JournalKind.ToHost,
            "state" => JournalKind.State,
            "pulse" => JournalKind.Pulse,
            "edge" => JournalKind.Edge,
            _ => JournalKind.Note,
        };
        return kind != JournalKind.Note || word == "note";
    }
}
