using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>A ledger after a crash at any byte, and after somebody changed it.</summary>
public sealed class LedgerDamageTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_crash_at_any_byte_of_the_last_entry_never_undercounts(bool isSettlement)
    {
        // 4 pulses left for sure; 3 more are reserved, and left in the second case, when the machine dies while it writes.
        Write(isSettlement ? 3 : 2);
        var head = File.ReadAllBytes(_folder.Head);
        var before = File.ReadAllBytes(_folder.File).Length;
        Write(isSettlement ? 4 : 3);
        var bytes = File.ReadAllBytes(_folder.File);
        Assert.True(bytes.Length > before + 100);
        for (var length = before; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(_folder.File, bytes[..length]);
            File.WriteAllBytes(_folder.Head, head);
            var day = _folder.HistoryAfter(0.5).DayPulses;
            Assert.InRange(day, isSettlement ? 6 : 4, 7);
            Assert.Equal(day, _folder.HistoryAfter(0.6).DayPulses);
        }
    }

    [Fact]
    public void A_ledger_cut_shorter_than_its_head_knows_is_refused_at_every_byte()
    {
        Write(4);
        var bytes = File.ReadAllBytes(_folder.File);
        for (var length = 0; length < bytes.Length - 1; length++)
        {
            File.WriteAllBytes(_folder.File, bytes[..length]);
            Assert.Throws<LedgerException>(() => _folder.HistoryAfter(0.5));
            Assert.Equal(length, new FileInfo(_folder.File).Length);
        }
    }

    [Fact]
    public void A_change_of_any_byte_is_found()
    {
        Write(4);
        var bytes = File.ReadAllBytes(_folder.File);
        for (var i = 0; i < bytes.Length - 1; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 1;
            File.WriteAllBytes(_folder.File, changed);
            Assert.Throws<LedgerException>(() => _folder.HistoryAfter(0.5));
        }
    }

    [Fact]
    public void Entries_taken_out_swapped_or_doubled_are_found()
    {
        Write(4);
        var lines = File.ReadAllLines(_folder.File);
        string[][] forgeries =
        [
            [.. lines[1..]],
            [.. lines[..1], .. lines[2..]],
            [lines[1], lines[0], .. lines[2..]],
            [.. lines[..2], lines[1], .. lines[2..]],
            [.. lines[..^1]],
        ];
        foreach (var forgery in forgeries)
        {
            File.WriteAllText(_folder.File, string.Join('\n', forgery) + "\n");
            var refused = Assert.Throws<LedgerException>(() => _folder.HistoryAfter(0.5));
            Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_ledger_of_another_subject_is_no_substitute()
    {
        Write(4);
        File.Copy(_folder.File, Ledger.PathOf(_folder.Path, "sub-02"));
        File.Copy(_folder.Head, Ledger.PathOf(_folder.Path, "sub-02") + ".head");
        Assert.Throws<LedgerException>(
            () => Ledger.Open(_folder.Path, "sub-02", "s2", LedgerFolder.Morning.AddHours(1), LedgerFolder.Start));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x y\n")]
    [InlineData("0 abc\n")]
    [InlineData("-1 abc\n")]
    [InlineData("4 abc\n")]
    [InlineData(null)]
    public void A_head_that_cannot_be_believed_is_refused(string? text)
    {
        Write(4);
        if (text is null)
        {
            File.Delete(_folder.Head);
        }
        else
        {
            File.WriteAllText(_folder.Head, text);
        }

        Assert.Throws<LedgerException>(() => _folder.HistoryAfter(0.5));
    }

    [Fact]
    public void A_crash_in_the_very_first_entry_leaves_a_ledger_that_opens()
    {
        Write(1);
        var bytes = File.ReadAllBytes(_folder.File);
        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(_folder.File, bytes[..length]);
            File.Delete(_folder.Head);
            Assert.Contains(_folder.HistoryAfter(0.5).DayPulses, new[] { 0, 4 });
        }
    }

    [Fact]
    public void After_an_unfinished_line_was_removed_the_ledger_goes_on()
    {
        Write(2);
        File.AppendAllText(_folder.File, "{\"n\":3,\"kind\":\"res");
        using (var ledger = _folder.Open(LedgerFolder.Morning.AddHours(1), LedgerFolder.Start, "s2"))
        {
            ledger.Reserve(2, LedgerFolder.Start);
            ledger.Settle(1, 2, LedgerFolder.Start);
        }

        Assert.Contains("\"repair\"", File.ReadAllText(_folder.File), StringComparison.Ordinal);
        Assert.Equal(6, _folder.HistoryAfter(1.1).DayPulses);
    }

    // The first so many entries of: reserve 4, settle 4, reserve 3, settle 2.
    private void Write(int entries)
    {
        File.Delete(_folder.File);
        File.Delete(_folder.Head);
        using var ledger = _folder.Open();
        Action[] steps =
        [
            () => ledger.Reserve(4, LedgerFolder.Start),
            () => ledger.Settle(1, 4, LedgerFolder.Start + Duration.FromSeconds(1)),
            () => ledger.Reserve(3, LedgerFolder.Start + Duration.FromSeconds(2)),
            () => ledger.Settle(2, 2, LedgerFolder.Start + Duration.FromSeconds(3)),
        ];
        foreach (var step in steps[..entries])
        {
            step();
        }
    }
}
