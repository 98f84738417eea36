using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Control;

public sealed class PhaseRuleTests
{
    private static readonly Duration Period = Duration.FromMilliseconds(2);
    private static readonly Duration Horizon = Duration.FromMilliseconds(20);

    private readonly SineOscillation _sine = new(10.3);

    private List<Instant> Onsets(PhaseRule rule, double seconds, bool spend = true)
    {
        var onsets = new List<Instant>();
        var board = new BeliefBoard();
        var was = false;
        for (var k = 0; k < seconds * 500; k++)
        {
            var at = Instant.FromSeconds(1) + (Period * k);
            _sine.Step(0, SampleQuality.Good, at);
            var reading = rule.Read(new RuleFrame(board, at, Period));
            if (reading.IsMet && !was)
            {
                onsets.Add(reading.At);
                if (spend)
                {
                    rule.Spend();
                }
            }

            was = reading.IsMet;
        }

        return onsets;
    }

    [Fact]
    public void It_asks_for_the_very_instant_of_the_crossing_between_two_frames()
    {
        var rule = new PhaseRule("mu", _sine, Phase.Trough, Horizon);

        foreach (var at in Onsets(rule, 5))
        {
            var phase = Phase.FromRadians(2 * Math.PI * 10.3 * at.TotalSeconds);
            Assert.InRange(phase.RadiansFrom(Phase.Trough), -1e-6, 1e-6);
        }
    }

    [Fact]
    public void It_asks_once_a_cycle()
    {
        var onsets = Onsets(new PhaseRule("mu", _sine, Phase.Trough, Horizon), 10);

        Assert.InRange(onsets.Count, 102, 104);
        Assert.All(onsets.Zip(onsets.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 96, 98.2));
    }

    [Fact]
    public void It_never_asks_for_less_than_the_horizon()
    {
        var rule = new PhaseRule("mu", _sine, Phase.FromDegrees(30), Horizon, windowRadians: 0.5);
        var board = new BeliefBoard();
        for (var k = 0; k < 2000; k++)
        {
            var at = Instant.FromSeconds(1) + (Period * k);
            _sine.Step(0, SampleQuality.Good, at);
            var reading = rule.Read(new RuleFrame(board, at, Period));
            Assert.True(!reading.IsMet || reading.At >= at + Horizon);
        }
    }

    [Fact]
    public void A_forecast_that_is_too_wide_meets_nothing()
    {
        _sine.Concentration = 1;

        Assert.Empty(Onsets(new PhaseRule("mu", _sine, Phase.Trough, Horizon, leastConcentration: 2), 2));
    }

    [Fact]
    public void A_window_stays_open_for_half_its_width_after_the_target()
    {
        var rule = new PhaseRule("mu", _sine, Phase.Trough, Horizon, windowRadians: 1.0);
        var board = new BeliefBoard();
        var met = 0;
        for (var k = 0; k < 5000; k++)
        {
            var at = Instant.FromSeconds(1) + (Period * k);
            _sine.Step(0, SampleQuality.Good, at);
            met += rule.Read(new RuleFrame(board, at, Period)).IsMet ? 1 : 0;
        }

        // Half a radian past the target and one frame before it, at 10.3 Hz sampled each 2 ms: 4.9 of 48.5 frames a cycle.
        Assert.InRange(met / 5000.0, 0.085, 0.115);
    }
}
