using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

public sealed class AdaptiveFilterTests : CerebellarModelContract
{
    private const int Taps = 10;
    private static readonly double[] s_target = [0.8, -0.5, 0.2];

    protected override ICerebellarModel Make() =>
        new AdaptiveFilter(new AdaptiveFilterOptions(6, EligibilityDelay: 3, EligibilitySteps: 2, Leak: 1e-5));

    [Fact]
    public void White_input_is_learnt_within_the_published_number_of_steps_and_then_exactly()
    {
        var filter = new AdaptiveFilter(new AdaptiveFilterOptions(Taps, 0.01, IsNormalised: false));

        var steps = StepsToLearn(filter, colour: 0, total: 20_000);

        Assert.InRange(steps, 600, 1000);
        for (var i = 0; i < Taps; i++)
        {
            Assert.Equal(i < 3 ? s_target[i] : 0, filter.Weights[i], 1e-9);
        }
    }

    [Fact]
    public void Colour_slows_learning()
    {
        var steps = StepsToLearn(new AdaptiveFilter(new AdaptiveFilterOptions(Taps, 0.01, IsNormalised: false)), colour: 0.9, 20_000);

        Assert.InRange(steps, 2000, 4000);
    }

    [Fact]
    public void The_normalised_rule_does_not_mind_the_size_of_its_inputs()
    {
        foreach (var size in new[] { 1e-6, 1, 1e6 })
        {
            var filter = new AdaptiveFilter(new AdaptiveFilterOptions(Taps, WeightLimit: 10));
            Learn(filter, 20_000, delay: 0, colour: 0, size, out _);
            Assert.Equal(0.8, filter.Weights[0], 1e-6);
        }
    }

    [Fact]
    public void An_error_that_comes_late_teaches_only_with_matched_eligibility()
    {
        var blind = new AdaptiveFilter(new AdaptiveFilterOptions(Taps, 0.002, IsNormalised: false));
        var matched = new AdaptiveFilter(new AdaptiveFilterOptions(Taps, 0.002, IsNormalised: false, EligibilityDelay: 20));

        var withoutTrace = Learn(blind, 60_000, delay: 20, colour: 0, 1, out var signal);
        var withTrace = Learn(matched, 60_000, delay: 20, colour: 0, 1, out _);

        Assert.Equal(0.96, signal, 0.03);
        Assert.True(withoutTrace > 0.95 * signal, $"{withoutTrace}");
        Assert.True(withTrace < 1e-9, $"{withTrace}");
    }

    [Fact]
    public void Taught_by_observations_of_the_past_it_learns_as_by_errors()
    {
        var filter = new AdaptiveFilter(new AdaptiveFilterOptions(Taps, 0.01, IsNormalised: false, EligibilityDelay: 7));
        var random = new Random(2);
        var (inputs, targets) = (new double[Taps], new Queue<double>(new double[7]));
        var (prediction, variance) = (new double[1], new double[1]);
        for (var step = 0; step < 20_000; step++)
        {
            Shift(inputs, SyntheticRhythm.Normal(random));
            targets.Enqueue(Target(inputs));
            filter.Predict(inputs, prediction, variance);
            filter.Teach([targets.Dequeue()]);
        }

        Assert.Equal(-0.5, filter.Weights[1], 1e-6);
        Assert.True(variance[0] < 1e-9);
    }

    [Fact]
    public void A_fading_trace_learns_from_an_error_of_uncertain_delay()
    {
        var filter = new AdaptiveFilter(new AdaptiveFilterOptions(1, 0.01, EligibilitySteps: 10));
        var (prediction, variance) = (new double[1], new double[1]);
        for (var trial = 0; trial < 400; trial++)
        {
            // One pulse of input; its error, target 1 minus what was said, comes five steps later.
            filter.Predict([1], prediction, variance);
            var said = prediction[0];
            for (var wait = 0; wait < 5; wait++)
            {
                filter.Predict([0], prediction, variance);
            }

            filter.Adapt(1 - said);
        }

        Assert.Equal(1, filter.Weights[0], 0.05);
    }

    [Fact]
    public void Weights_never_pass_their_limit()
    {
        var filter = new AdaptiveFilter(new AdaptiveFilterOptions(2, 0.5, WeightLimit: 1.5));
        for (var i = 0; i < 1000; i++)
        {
            filter.Predict([1, -1], new double[1], new double[1]);
            filter.Teach([1e9]);
        }

        Assert.Equal([1.5, -1.5], filter.Weights.ToArray());
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AdaptiveFilter(new AdaptiveFilterOptions(0)));
        Assert.Throws<ArgumentException>(() => new AdaptiveFilter(new AdaptiveFilterOptions(1, LearningRate: 1)));
        Assert.Throws<ArgumentException>(() => new AdaptiveFilter(new AdaptiveFilterOptions(1, EligibilityDelay: -1)));
        Assert.Throws<ArgumentException>(() => new AdaptiveFilter(new AdaptiveFilterOptions(1, WeightLimit: 0)));
        Assert.Throws<ArgumentException>(() => new AdaptiveFilter(new AdaptiveFilterOptions(1, Leak: double.NaN)));
    }

    // The first step from which the squared error, averaged over 100 steps, is below 10⁻³.
    private static int StepsToLearn(AdaptiveFilter filter, double colour, int total)
    {
        var random = new Random(1);
        var inputs = new double[Taps];
        var (prediction, variance) = (new double[1], new double[1]);
        var (value, smoothed, reached) = (0.0, 1.0, 0);
        for (var step = 1; step <= total; step++)
        {
            value = (colour * value) + (Math.Sqrt(1 - (colour * colour)) * SyntheticRhythm.Normal(random));
            Shift(inputs, value);
            filter.Predict(inputs, prediction, variance);
            var error = Target(inputs) - prediction[0];
            filter.Adapt(error);
            smoothed += 0.01 * ((error * error) - smoothed);
            reached = reached == 0 && smoothed < 1e-3 ? step : reached;
        }

        return reached;
    }

    // Root mean square error over the last tenth, with errors that arrive late.
    private static double Learn(AdaptiveFilter filter, int steps, int delay, double colour, double size, out double signal)
    {
        var random = new Random(7);
        var inputs = new double[Taps];
        var late = new Queue<double>(new double[delay]);
        var (prediction, variance) = (new double[1], new double[1]);
        var (value, errors, targets) = (0.0, 0.0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            value = (colour * value) + (Math.Sqrt(1 - (colour * colour)) * SyntheticRhythm.Normal(random) * size);
            Shift(inputs, value);
            filter.Predict(inputs, prediction, variance);
            var error = Target(inputs) - prediction[0];
            late.Enqueue(error);
            filter.Adapt(late.Dequeue());
            errors += step >= steps * 9 / 10 ? error * error : 0;
            targets += step >= steps * 9 / 10 ? Target(inputs) * Target(inputs) : 0;
        }

        signal = Math.Sqrt(targets / (steps / 10));
        return Math.Sqrt(errors / (steps / 10));
    }

    private static double Target(double[] inputs) => (s_target[0] * inputs[0]) + (s_target[1] * inputs[1]) + (s_target[2] * inputs[2]);

    private static void Shift(double[] inputs, double value)
    {
        Array.Copy(inputs, 0, inputs, 1, inputs.Length - 1);
        inputs[0] = value;
    }
}
