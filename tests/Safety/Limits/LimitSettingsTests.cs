using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

public sealed class LimitSettingsTests
{
    public static TheoryData<LimitId> All => [.. LimitCatalogue.Defaults.Select(limit => limit.Id)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_limit_can_be_set_up_to_its_hard_cap_and_no_further(LimitId id)
    {
        var limit = LimitCatalogue.Defaults.Single(candidate => candidate.Id == id);
        Assert.Equal(limit.HardCap, Firing.With((id, limit.HardCap)).Resolve()[id]);
        var beyond = limit.Sense == LimitSense.AtMost ? Math.BitIncrement(limit.HardCap) : Math.BitDecrement(limit.HardCap);
        var refused = Assert.Throws<LimitException>(() => Firing.With((id, beyond)).Resolve());
        Assert.Equal(id, refused.Limit);
        Assert.Contains(id.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_default_lies_within_its_hard_cap_and_has_a_source(LimitId id)
    {
        var limit = LimitCatalogue.Defaults.Single(candidate => candidate.Id == id);
        Assert.False(limit.IsLooserThanCap(limit.Value));
        Assert.NotEmpty(limit.Source);
        Assert.NotEmpty(limit.Unit);
        Assert.NotEmpty(LimitText.MeaningOf(id));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void What_is_no_sensible_number_is_refused(double value) =>
        Assert.Throws<LimitException>(() => Firing.With((LimitId.DataAge, value)).Resolve());

    [Fact]
    public void A_limit_that_would_forbid_everything_for_ever_is_refused_and_one_that_does_for_a_session_is_not()
    {
        Assert.Throws<LimitException>(() => Firing.With((LimitId.MinimumInterval, 1e300)).Resolve());
        var limits = Firing.With((LimitId.MinimumInterval, 86_400), (LimitId.TriggerRate, 0), (LimitId.TrainFrequency, 1e-300)).Resolve();
        Assert.Equal(Duration.FromSeconds(86_400), limits.LeastOnsetToOnset);
        Assert.Equal(Duration.FromSeconds(86_400), limits.LeastTrainPeriod);
    }

    [Fact]
    public void A_watchdog_below_20_ms_is_refused() =>
        Assert.Throws<LimitException>(() => Firing.With((LimitId.Watchdog, 19)).Resolve());

    [Fact]
    public void A_check_without_a_number_cannot_be_set() =>
        Assert.Throws<LimitException>(() => Firing.With((LimitId.NotArmed, 0)).Resolve());

    [Theory]
    [InlineData("", "A", "B")]
    [InlineData("why", "", "B")]
    [InlineData("why", "A", " ")]
    [InlineData("why", "Ada", "ada ")]
    public void An_override_needs_a_reason_and_two_persons(string reason, string one, string other)
    {
        var settings = Firing.Settings with { SingleTrainOverride = new SignedOverride(reason, one, other) };
        Assert.Throws<LimitException>(settings.Resolve);
    }

    [Fact]
    public void Impossible_outputs_and_thresholds_are_refused()
    {
        var output = Firing.Settings.Outputs[0];
        LimitSettings[] impossible =
        [
            Firing.Settings with { Outputs = [] },
            Firing.Settings with { Outputs = [.. Enumerable.Repeat(output, 9)] },
            Firing.Settings with { Outputs = [output with { Device = 8 }] },
            Firing.Settings with { Outputs = [output with { Recharge = Duration.FromSeconds(-1) }] },
            Firing.Settings with { Outputs = [output with { ElectrodeSquareCentimetres = double.NaN }] },
            Firing.Settings with { Subject = Firing.Settings.Subject with { RestingThreshold = PercentMso.FromPercent(0) } },
            Firing.Settings with { Subject = Firing.Settings.Subject with { ActiveThreshold = PercentMso.FromPercent(101) } },
        ];
        foreach (var settings in impossible)
        {
            Assert.Throws<LimitException>(settings.Resolve);
        }
    }

    [Fact]
    public void Equal_limits_have_equal_bytes_and_any_difference_has_another_hash()
    {
        var hash = Convert.ToHexString(Firing.Settings.Resolve().Hash);
        Assert.Equal(hash, Convert.ToHexString((Firing.Settings with { }).Resolve().Hash));
        var output = Firing.Settings.Outputs[0];
        var subject = Firing.Settings.Subject;
        LimitSettings[] others =
        [
            .. LimitCatalogue.Defaults.Where(limit => limit.HardCap != limit.Value).Select(limit => Firing.With((limit.Id, limit.HardCap))),
            Firing.Settings with { Patterns = ApprovedPatterns.Repetitive },
            Firing.Settings with { IsHostTimingAccepted = true },
            Firing.Settings with { SingleTrainOverride = new SignedOverride("why", "A", "B") },
            Firing.Settings with { Subject = subject with { Id = "sub-02" } },
            Firing.Settings with { Subject = subject with { RestingThreshold = null } },
            Firing.Settings with { Subject = subject with { ActiveThreshold = null } },
            Firing.Settings with { Subject = subject with { InionThreshold = null } },
            Firing.Settings with { Subject = subject with { IsScreened = false } },
            .. new[]
            {
                output with { Name = "other" }, output with { Target = StimulusTarget.Other }, output with { Device = 2 },
                output with { Trigger = 1 }, output with { IsDeviceTimed = false }, output with { IsSimulated = true },
                output with { IsTemperatureUnmonitored = true }, output with { LeastHorizon = Duration.FromSeconds(0.06) },
                output with { Recharge = Duration.FromSeconds(1) }, output with { ElectrodeSquareCentimetres = 25 },
            }.Select(changed => Firing.Settings with { Outputs = [changed, Firing.Settings.Outputs[1]] }),
            Firing.Settings with { Outputs = [Firing.Settings.Outputs[1], output] },
            Firing.Settings with { Outputs = [output] },
        ];
        var hashes = others.Select(settings => Convert.ToHexString(settings.Resolve().Hash)).Append(hash).ToArray();
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void A_refusal_says_which_limit_its_value_the_value_asked_and_the_source()
    {
        var firing = Firing.Armed();
        var sentence = LimitText.Sentence(firing.Stimulate(Firing.Single(60.5)), firing.Limits);
        Assert.Contains("121 % RMT asked, at most 120 % RMT allowed", sentence, StringComparison.Ordinal);
        Assert.Contains("Rossi", sentence, StringComparison.Ordinal);
        Assert.Equal("", LimitText.Sentence(default, firing.Limits));
    }

    [Fact]
    public void Every_limit_has_a_meaning_of_its_own()
    {
        var meanings = Enum.GetValues<LimitId>().Select(LimitText.MeaningOf).ToArray();
        Assert.Equal(meanings.Length, meanings.Distinct().Count());
        Assert.DoesNotContain(LimitText.MeaningOf((LimitId)9_999), meanings);
    }
}
