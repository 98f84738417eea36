using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

public sealed class LedgerTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_subject_has_had_nothing()
    {
        using var ledger = _folder.Open();
        Assert.Equal(default, ledger.History(LedgerFolder.Start));
    }

    [Fact]
    public void What_was_settled_counts_and_what_was_reserved_and_released_does_not()
    {
        using var ledger = _folder.Open();
        ledger.Reserve(3, After(0));
        Assert.Equal(3, ledger.Reserved);
        ledger.Settle(1, 2, After(10));
        ledger.Reserve(3, After(10));
        ledger.Settle(0, 0, After(20));
        var history = ledger.History(After(20));
        Assert.Equal(new DoseHistory(2, 2, After(0), After(10)), history);
        Assert.Equal(0, ledger.Reserved);
    }

    [Fact]
    public void An_open_reservation_counts_in_full_now_and_after_a_crash()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(5, After(0));
            Assert.Equal(5, ledger.History(After(1)).DayPulses);
        }

        Assert.Equal((5, 5), Pulses(_folder.HistoryAfter(0.1)));
    }

    [Fact]
    public void After_a_crash_the_last_pulse_may_have_left_just_before_the_restart()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(1, After(0));
        }

        Assert.Equal(After(36), _folder.HistoryAfter(0.01).LastPulse);
    }

    [Fact]
    public void More_pulses_than_were_reserved_are_entered_as_they_were()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(1, After(0));
            ledger.Settle(1, 4, After(1));
            ledger.Settle(2, 6, After(2));
        }

        Assert.Equal(10, _folder.HistoryAfter(0.1).DayPulses);
    }

    [Fact]
    public void A_settlement_without_a_reservation_does_not_settle_the_one_that_a_crash_left()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(5, After(0));
        }

        using (var ledger = _folder.Open(LedgerFolder.Morning.AddMinutes(1)))
        {
            ledger.Settle(9, 1, After(1));
        }

        Assert.Equal(6, _folder.HistoryAfter(0.1).DayPulses);
    }

    [Fact]
    public void A_second_reservation_must_wait_for_the_settlement_of_the_first()
    {
        using var ledger = _folder.Open();
        ledger.Reserve(1, After(0));
        Assert.Throws<InvalidOperationException>(() => ledger.Reserve(1, After(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Settle(1, -1, After(1)));
    }

    [Theory]
    [InlineData(23.999, 10)]
    [InlineData(24.001, 0)]
    public void A_pulse_counts_for_24_hours(double hours, int pulses)
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(10, After(0));
            ledger.Settle(1, 10, After(0));
        }

        Assert.Equal(pulses, _folder.HistoryAfter(hours).DayPulses);
    }

    [Theory]
    [InlineData(29.9, 10)]
    [InlineData(30.1, 0)]
    public void A_restart_within_half_an_hour_is_the_same_session(double minutes, int pulses)
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(10, After(0));
            ledger.Settle(1, 10, After(60));
        }

        var history = _folder.HistoryAfter((minutes + 1) / 60);
        Assert.Equal((pulses, 10), Pulses(history));
        Assert.Equal(pulses > 0 ? After(0) : default, history.SessionStart);
    }

    [Fact]
    public void A_session_that_goes_on_under_its_own_name_keeps_its_pulses_whatever_the_pause()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(10, After(0));
            ledger.Settle(1, 10, After(60));
        }

        Assert.Equal((10, 10), Pulses(_folder.HistoryAfter(1, "s1")));
    }

    [Fact]
    public void With_2999_of_3000_before_a_restart_one_pulse_is_admitted_and_the_second_refused()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(2_999, After(0));
            ledger.Settle(1, 2_999, After(60));
        }

        var firing = new Firing(Firing.Settings.Resolve());
        using (var ledger = _folder.Open(LedgerFolder.Morning.AddHours(3), firing.Now, "s2"))
        {
            Assert.True(firing.Arm(ledger.History(firing.Now)).IsAdmitted);
        }

        Assert.True(firing.Stimulate(Firing.Single()).IsAdmitted);
        firing.Complete();
        firing.Wait(5);
        Assert.Equal(LimitId.PulsesPerDay, firing.Stimulate(Firing.Single()).Limit);
    }

    [Fact]
    public void A_clock_that_went_back_is_refused_in_a_sentence()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(1, After(0));
        }

        _folder.Open(LedgerFolder.Morning.AddSeconds(-10)).Dispose();
        var refused = Assert.Throws<LedgerException>(() => _folder.Open(LedgerFolder.Morning.AddSeconds(-11)));
        Assert.Contains("clock went back", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_ledger_is_refused_when_it_is_expected()
    {
        Assert.Throws<LedgerException>(() => _folder.Open(mustExist: true));
        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public void A_ledger_that_was_taken_away_is_missed()
    {
        using (var ledger = _folder.Open())
        {
            ledger.Reserve(1, After(0));
        }

        File.Delete(_folder.File);
        Assert.Throws<LedgerException>(() => _folder.Open());
    }

    [Fact]
    public void A_ledger_in_use_is_refused()
    {
        using var ledger = _folder.Open();
        Assert.Throws<LedgerException>(() => _folder.Open());
    }

    [Fact]
    public void A_ledger_whose_folder_is_gone_cannot_be_written_any_more()
    {
        using var folder = new LedgerFolder();
        using var ledger = folder.Open();
        Directory.Delete(folder.Path, recursive: true);
        Assert.Throws<LedgerException>(() => ledger.Reserve(1, After(0)));
        Directory.CreateDirectory(folder.Path);
        Assert.Throws<LedgerException>(() => ledger.Reserve(1, After(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../sub-01")]
    [InlineData(".sub")]
    [InlineData("sub 01")]
    public void What_cannot_name_a_file_is_no_subject(string subject) => Assert.Throws<ArgumentException>(
        () => Ledger.Open(_folder.Path, subject, "s1", LedgerFolder.Morning, LedgerFolder.Start));

    private static Instant After(double seconds) => LedgerFolder.Start + Duration.FromSeconds(seconds);

    private static (int Session, int Day) Pulses(in DoseHistory history) => (history.SessionPulses, history.DayPulses);
}
