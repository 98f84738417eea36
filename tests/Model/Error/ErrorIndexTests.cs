using ClosedLoop.Core;
using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class ErrorIndexTests
{
    [Fact]
    public void An_error_is_reported_in_all_its_units()
    {
        var error = new PredictionError(-3, 4);

        Assert.Equal(-1.5, error.Standardised);
        Assert.Equal(-0.75, error.PrecisionWeighted);
        Assert.Equal(2.25, error.NormalisedSquare);
        Assert.Equal(0.5 * (2.25 + Math.Log(2 * Math.PI * 4)), error.Surprise, 1e-14);
    }

    [Theory]
    [InlineData(50, 0.6471, 1.4284)]
    [InlineData(100, 0.7422, 1.2956)]
    public void The_band_of_the_window_is_that_of_the_tables(int length, double lower, double upper)
    {
        var window = new ConsistencyWindow(length);

        Assert.Equal(lower, window.Lower, 0.0005);
        Assert.Equal(upper, window.Upper, 0.0005);
    }

    [Fact]
    public void Nineteen_of_twenty_full_windows_lie_in_the_band()
    {
        var random = new Random(1);
        var inside = 0;
        for (var run = 0; run < 2000; run++)
        {
            var window = new ConsistencyWindow(50);
            for (var i = 0; i < 50; i++)
            {
                Assert.False(window.IsConsistent);
                var z = SyntheticRhythm.Normal(random);
                window.Add(z * z);
            }

            inside += window.IsConsistent ? 1 : 0;
        }

        Assert.Equal(0.95, inside / 2000.0, 0.015);
    }

    [Fact]
    public void Under_a_right_model_the_persistence_index_has_its_null_values()
    {
        var index = new PersistenceIndex();
        var random = new Random(2);
        var (sum, square, beyond, n) = (0.0, 0.0, 0, 200_000);
        for (var i = 0; i < n; i++)
        {
            index.Add(SyntheticRhythm.Normal(random));
            sum += index.Leaky;
            square += index.Leaky * index.Leaky;
            beyond += index.Leaky > PersistenceIndex.Threshold ? 1 : 0;
        }

        Assert.Equal(PersistenceIndex.NullMean, sum / n, 0.003);
        Assert.Equal(PersistenceIndex.NullSd, Math.Sqrt((square / n) - (sum / n * sum / n)), 0.003);
        Assert.InRange((double)beyond / n, 0.005, 0.015);
    }

    [Fact]
    public void A_constant_offset_of_one_standard_deviation_raises_it_to_its_published_value()
    {
        var index = new PersistenceIndex();
        var random = new Random(3);
        var sum = 0.0;
        for (var i = 0; i < 100_000; i++)
        {
            index.Add(1 + SyntheticRhythm.Normal(random));
            sum += index.Leaky;
        }

        Assert.Equal(1.167, sum / 100_000, 0.01);
    }

    [Fact]
    public void Autocorrelation_has_its_null_values_and_finds_errors_that_last()
    {
        var random = new Random(4);
        var (sum, square, flagged) = (0.0, 0.0, 0);
        for (var run = 0; run < 2000; run++)
        {
            var index = new PersistenceIndex();
            for (var i = 0; i < 200; i++)
            {
                Assert.True(double.IsNaN(index.Autocorrelation));
                index.Add(SyntheticRhythm.Normal(random));
            }

            sum += index.Autocorrelation;
            square += index.Autocorrelation * index.Autocorrelation;
            flagged += index.IsAutocorrelated ? 1 : 0;
        }

        Assert.Equal(-0.006, sum / 2000, 0.006);
        Assert.Equal(0.0705, Math.Sqrt(square / 2000), 0.005);
        Assert.InRange(flagged / 2000.0, 0.002, 0.02);
        var lasting = new PersistenceIndex();
        var z = 0.0;
        for (var i = 0; i < 300; i++)
        {
            z = (0.5 * z) + SyntheticRhythm.Normal(random);
            lasting.Add(z);
        }

        Assert.True(lasting.IsAutocorrelated);
    }

    [Fact]
    public void A_feature_in_its_own_standard_deviations_has_mean_zero_and_variance_one()
    {
        var standardiser = new RunningStandardiser(1000);
        var random = new Random(5);
        Assert.True(double.IsNaN(standardiser.Step(1)));
        var (sum, square) = (0.0, 0.0);
        for (var i = 0; i < 50_000; i++)
        {
            var z = standardiser.Step(40 + (3 * SyntheticRhythm.Normal(random)));
            if (i >= 2000)
            {
                sum += z / 48_000;
                square += z * z / 48_000;
            }
        }

        Assert.Equal(0, sum, 0.05);
        Assert.Equal(1, square, 0.05);
        Assert.True(double.IsNaN(standardiser.Step(double.NaN)));
    }

    [Fact]
    public void The_board_holds_prediction_error_nis_and_persistence_of_a_feature()
    {
        var board = new BeliefBoard();
        var rate = Frequency.FromHertz(500);
        var beliefs = new ForwardModelBeliefs(board, "mu_power", rate);
        var random = new Random(6);
        double Value(string quantity) => board[board.Find($"mu_power.{quantity}")].Value;
        for (var i = 0; i < 60_000; i++)
        {
            beliefs.Step(SyntheticRhythm.Normal(random), i is < 30_000 or > 31_000, At(i));
        }

        Assert.True(double.IsFinite(Value("prediction")));
        Assert.Equal(beliefs.Newest.Error, Value("error"));
        Assert.Equal(beliefs.Newest.NormalisedSquare, Value("nis"));
        Assert.Equal(beliefs.Persistence.Leaky, Value("persistence"));
        Assert.Equal(At(59_999), board[board.Find("mu_power.prediction")].At);
        var before = Value("persistence");
        for (var i = 60_000; i < 60_100; i++)
        {
            beliefs.Step(12, true, At(i));
        }

        Assert.True(Value("persistence") > before);
    }

    [Fact]
    public void Reset_of_the_beliefs_equals_new()
    {
        var (board, freshBoard) = (new BeliefBoard(), new BeliefBoard());
        var used = new ForwardModelBeliefs(board, "a", Frequency.FromHertz(100));
        var fresh = new ForwardModelBeliefs(freshBoard, "a", Frequency.FromHertz(100));
        for (var i = 0; i < 777; i++)
        {
            used.Step(i % 13, true, At(i));
        }

        used.Reset();
        for (var i = 0; i < 500; i++)
        {
            used.Step(i % 7, true, At(i));
            fresh.Step(i % 7, true, At(i));
        }

        Assert.Equal(freshBoard[0], board[0]);
        Assert.Equal(freshBoard[3], board[3]);
        Assert.Equal(fresh.Newest, used.Newest);
    }

    [Fact]
    public void A_model_with_a_context_cannot_predict_a_lone_feature() => Assert.Throws<ArgumentException>(() => new ForwardModelBeliefs(
        new BeliefBoard(), "a", Frequency.FromHertz(100), model: new AdaptiveFilter(new AdaptiveFilterOptions(3))));

    private static Instant At(int i) => Instant.FromNanoseconds(1_000_000_000 + (i * 2_000_000L));
}
