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

    private List<Instant> Onsets(PhaseRule rule, double seconds)
    {
        var onsets = new List<Instant>();
        var board = new BeliefBoard();
        var was = false;
        for (var k = 0; k < seconds * 500; k++)
        {
            var at = Instant.FromSeconds(1) + (Period * k);
            _sine.Step(0, SampleQuality.Good, at);
            var reading = rule.Read(new RuleFrame(board, at));
            if (reading.IsMet && !was)
            {
                onsets.Add(reading.At);
            }

            was = reading.IsMet;
        }

        return onsets;
    }

    [Fact]
    public void It_asks_for_the_very_instant_of_the_crossing_between_two_frames()
    {
        var rule = new PhaseRule("mu", _sine, Phase.Trough, Horizon, Frequency.FromHertz(500));

        foreach (var at in Onsets(rule, 5))
        {
            var phase = Phase.FromRadians(2 * Math.PI * 10.3 * at.TotalSeconds);
            Assert.InRange(phase.RadiansFrom(Phase.Trough), -1e-6, 1e-6);
        }
    }

    [Fact]
    public void It_asks_once_a_cycle()
    {
        var onsets = Onsets(new PhaseRule("mu", _sine, Phase.Trough, Horizon, Frequency.FromHertz(500)), 10);

        Assert.InRange(onsets.Count, 102, 104);
        Assert.All(onsets.Zip(onsets.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 96, 98.2));
    }

    [Fact]
    public void It_never_asks_for_less_than_the_horizon()
    {
        var rule = new PhaseRule("mu", _sine, Phase.FromDegrees(30), Horizon, Frequency.FromHertz(500));
        var board = new BeliefBoard();
        for (var k = 0; k < 2000; k++)
        {
            var at = Instant.FromSeconds(1) + (Period * k);
            _sine.Step(0, SampleQuality.Good, at);
            var reading = rule.Read(new RuleFrame(board, at));
            Assert.True(!reading.IsMet || reading.At >= at + Horizon);
        }
    }

    [Fact]
    public void A_forecast_that_is_too_wide_meets_nothing()
    {
        _sine.Concentration = 1;

        Assert.Empty(Onsets(new PhaseRule("mu", _sine, Phase.Trough, Horizon, Frequency.FromHertz(500), leastConcentration: 2), 2));
    }
}
