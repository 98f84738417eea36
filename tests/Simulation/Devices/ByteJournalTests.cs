using ClosedLoop.Core;
using ClosedLoop.Simulation;
using Xunit;

namespace ClosedLoop.Tests.Simulation;

public sealed class ByteJournalTests
{
    [Theory]
    [InlineData("1200000000 > 51 40 6E", JournalKind.FromHost)]
    [InlineData("1200000000 < 51 89 25", JournalKind.ToHost)]
    [InlineData("1200000000 state READY", JournalKind.State)]
    [InlineData("1200000000 pulse 50 ttl", JournalKind.Pulse)]
    [InlineData("1200000000 edge 3", JournalKind.Edge)]
    [InlineData("1200000000 note fault NoReply", JournalKind.Note)]
    public void A_line_reads_back_as_it_was_written(string line, JournalKind kind)
    {
        var entry = JournalEntry.Parse(line);
        Assert.Equal(kind, entry.Kind);
        Assert.Equal(1_200_000_000, entry.Time.TotalNanoseconds);
        Assert.Equal(line, entry.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x state READY")]
    [InlineData("12 something else")]
    public void What_is_not_a_line_is_refused(string line) => Assert.Throws<FormatException>(() => JournalEntry.Parse(line));

    [Fact]
    public void When_memory_is_full_the_older_half_goes()
    {
        using var journal = new ByteJournal(capacity: 4);
        for (var i = 1; i <= 5; i++)
        {
            journal.Add(Instant.FromNanoseconds(i), JournalKind.Edge, $"{i}");
        }

        Assert.Equal(["3", "4", "5"], journal.Entries.Select(entry => entry.Text));
    }
}
