using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Control;

public sealed class FeedbackActionTests
{
    private readonly BeliefBoard _board = new();
    private readonly FeedbackRing _ring = new(4);

    private static Onset At(double seconds) =>
        new(1, Instant.FromSeconds(seconds), Instant.FromSeconds(seconds), SampleQuality.Good, default);

    [Fact]
    public void It_feeds_the_belief_back_with_its_width_and_its_time()
    {
        _board.Set(_board.Declare("mu.amplitude", "uV"), 7.5, 0.5, Instant.FromSeconds(2));
        var action = new FeedbackAction(_board, "mu.amplitude", _ring);

        var result = action.Act(At(2));

        Assert.Equal(DecisionOutcome.FedBack, result.Outcome);
        Assert.True(_ring.TryTake(out var feedback));
        Assert.Equal(new Feedback(Instant.FromSeconds(2), 7.5, 0.5), feedback);
        Assert.False(_ring.TryTake(out _));
    }

    [Fact]
    public void A_reader_that_falls_behind_loses_values_and_the_loss_is_counted()
    {
        _board.Declare("mu.amplitude", "uV");
        var action = new FeedbackAction(_board, "mu.amplitude", _ring);

        for (var onset = 1; onset <= 7; onset++)
        {
            action.Act(At(onset));
        }

        Assert.Equal(3, _ring.Lost);
        Assert.True(_ring.TryTake(out var oldest));
        Assert.Equal(Instant.FromSeconds(1), oldest.At);
    }

    [Fact]
    public void A_belief_that_nobody_declares_is_refused_by_name()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new FeedbackAction(_board, "smr.power", _ring));

        Assert.Contains("smr.power", refusal.Message, StringComparison.Ordinal);
    }
}
