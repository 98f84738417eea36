using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class KalmanForwardModelTests : CerebellarModelContract
{
    protected override ICerebellarModel Make() => new KalmanForwardModel(
        new LinearPlant([0.9, 0.1, -0.1, 0.8], [1, 0.5], [1, 0, 0.3, 1], [0.02, 0.005, 0.005, 0.01], [0.1, 0.2]));

    [Fact]
    public void The_scalar_tracker_settles_at_the_published_numbers()
    {
        var model = new KalmanForwardModel(LinearPlant.Scalar());
        var (prediction, variance) = (new double[1], new double[1]);
        for (var i = 0; i < 500; i++)
        {
            model.Predict([], prediction, variance);
            Assert.True(i < 499 || Math.Abs(model.State[1] - 0.031748) < 1e-6);
            model.Teach([0]);
        }

        Assert.Equal(0.131748, variance[0], 1e-6);
        Assert.Equal(0.240975, model.Gain[0], 1e-6);
        Assert.Equal(0.024098, model.State[1], 1e-6);
    }

    [Fact]
    public void The_kinematic_tracker_settles_at_the_published_numbers()
    {
        var model = new KalmanForwardModel(LinearPlant.Kinematic(0.01, 1, 1e-4));
        var (prediction, variance) = (new double[1], new double[1]);
        for (var i = 0; i < 5000; i++)
        {
            model.Predict([], prediction, variance);
            if (i == 4999)
            {
                Assert.Equal(1.51876e-5, model.State[2], 1e-10);
                Assert.Equal(1.07325e-4, model.State[3], 1e-9);
                Assert.Equal(1.4651e-3, model.State[5], 1e-7);
            }

            model.Teach([0]);
        }

        Assert.Equal(1.151876e-4, variance[0], 1e-10);
        Assert.Equal(0.131851, model.Gain[0], 1e-6);
        Assert.Equal(0.931745, model.Gain[1], 1e-6);
    }

    [Fact]
    public void Innovations_of_a_right_model_are_chi_squared()
    {
        var (mean, beyond, _) = Follow(plantGain: 1, steps: 200_000);

        Assert.Equal(1.00, mean, 0.02);
        Assert.Equal(0.050, beyond, 0.005);
    }

    [Fact]
    public void A_plant_that_answers_twice_as_strongly_leaves_the_band()
    {
        Assert.True(Follow(plantGain: 1, steps: 2000).Inside > 0.9);
        Assert.True(Follow(plantGain: 2, steps: 2000).Inside < 0.2);
    }

    [Fact]
    public void Two_observations_at_once_equal_one_after_the_other()
    {
        // Both measure the same state: two of variance 0.2 are worth one of variance 0.1.
        var two = new KalmanForwardModel(new LinearPlant([0.95], [], [1, 1], [0.01], [0.2, 0.2]));
        var one = new KalmanForwardModel(LinearPlant.Scalar());
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (SyntheticRhythm.Normal(random), SyntheticRhythm.Normal(random));
            two.Predict([], new double[2], new double[2]);
            two.Teach([a, b]);
            one.Predict([], new double[1], new double[1]);
            one.Teach([(a + b) / 2]);
            Assert.Equal(one.State[0], two.State[0], 1e-12);
            Assert.Equal(one.State[1], two.State[1], 1e-12);
        }
    }

    [Fact]
    public void Matrices_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new KalmanForwardModel(new LinearPlant([1, 0, 0], [], [1], [1], [1])));
        Assert.Throws<ArgumentException>(() => new KalmanForwardModel(new LinearPlant([1], [], [1], [1], [0])));
        Assert.Throws<ArgumentException>(() => new KalmanForwardModel(new LinearPlant([double.NaN], [], [1], [1], [1])));
        Assert.Throws<ArgumentException>(() => new KalmanForwardModel(new LinearPlant([1], [], [1, 1], [1], [1])));
    }

    private static (double Mean, double Beyond, double Inside) Follow(double plantGain, int steps)
    {
        var model = new KalmanForwardModel(new LinearPlant([0.95], [0.5], [1], [0.01], [0.1]));
        var window = new ConsistencyWindow(50);
        var random = new Random(1);
        var (x, sum, beyond, inside) = (0.0, 0.0, 0, 0);
        var (prediction, variance) = (new double[1], new double[1]);
        for (var i = 0; i < steps; i++)
        {
            var command = SyntheticRhythm.Normal(random);
            x = (0.95 * x) + (0.5 * plantGain * command) + (0.1 * SyntheticRhythm.Normal(random));
            var y = x + (Math.Sqrt(0.1) * SyntheticRhythm.Normal(random));
            model.Predict([command], prediction, variance);
            var error = new PredictionError(y - prediction[0], variance[0]);
            model.Teach([y]);
            window.Add(error.NormalisedSquare);
            sum += error.NormalisedSquare;
            beyond += error.NormalisedSquare > 3.841 ? 1 : 0;
            inside += window.IsConsistent ? 1 : 0;
        }

        return (sum / steps, (double)beyond / steps, (double)inside / (steps - 49));
    }
}
