using ClosedLoop.Model;
using Xunit;

namespace ClosedLoop.Tests.Model;

/// <summary>What every cerebellar model owes.</summary>
public abstract class CerebellarModelContract
{
    /// <summary>A new model.</summary>
    protected abstract ICerebellarModel Make();

    [Fact]
    public void Reset_equals_new()
    {
        var used = Make();
        Run(used, seed: 1, steps: 200);
        used.Reset();

        Assert.Equal(Run(Make(), seed: 2, steps: 50), Run(used, seed: 2, steps: 50));
    }

    [Fact]
    public void A_restored_model_goes_on_as_if_nothing_had_happened()
    {
        var original = Make();
        Run(original, seed: 3, steps: 137);
        var snapshot = new byte[original.SnapshotBytes];
        original.Snapshot(snapshot);
        var restored = Make();
        Run(restored, seed: 4, steps: 11);
        restored.Restore(snapshot);

        Assert.Equal(original.State.ToArray(), restored.State.ToArray());
        Assert.Equal(Run(original, seed: 5, steps: 80), Run(restored, seed: 5, steps: 80));
    }

    [Fact]
    public void A_snapshot_of_another_length_is_refused()
    {
        var model = Make();

        Assert.Throws<ArgumentException>(() => model.Restore(new byte[model.SnapshotBytes + 8]));
    }

    [Fact]
    public void Every_number_of_the_state_has_a_name()
    {
        var model = Make();

        Assert.Equal(model.StateNames.Count, model.State.Length);
        Assert.Equal(model.StateNames.Count, model.StateNames.Distinct().Count());
    }

    [Fact]
    public void Missing_truth_teaches_nothing_and_spoils_nothing()
    {
        var taught = Make();
        Run(taught, seed: 6, steps: 300);
        var weights = taught.State.ToArray();
        var (prediction, variance, nothing) = Buffers(taught);
        nothing.AsSpan().Fill(double.NaN);
        for (var i = 0; i < 100; i++)
        {
            taught.Teach(nothing);
        }

        Assert.Equal(weights, taught.State.ToArray());
        taught.Predict(new double[taught.ContextSize], prediction, variance);
        Assert.All(prediction.Concat(variance), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Variances_are_above_zero()
    {
        var model = Make();
        var (prediction, variance, _) = Buffers(model);
        for (var i = 0; i < 500; i++)
        {
            model.Predict(new double[model.ContextSize], prediction, variance);
            Assert.All(variance, value => Assert.True(value > 0));
            model.Teach(new double[model.OutputSize]);
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var model = Make();
        var (prediction, variance, observed) = Buffers(model);
        var context = new double[model.ContextSize];
        var least = long.MaxValue;
        for (var window = 0; window < 6; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++)
            {
                model.Predict(context, prediction, variance);
                model.Teach(observed);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        var model = Make();
        var (prediction, variance, _) = Buffers(model);

        Assert.Throws<ArgumentException>(() => model.Predict(new double[model.ContextSize + 1], prediction, variance));
        Assert.Throws<ArgumentException>(() => model.Teach(new double[model.OutputSize + 1]));
    }

    private static (double[] Prediction, double[] Variance, double[] Observed) Buffers(ICerebellarModel model) =>
        (new double[model.OutputSize], new double[model.OutputSize], new double[model.OutputSize]);

    private static List<double> Run(ICerebellarModel model, int seed, int steps)
    {
        var random = new Random(seed);
        var (prediction, variance, observed) = Buffers(model);
        var context = new double[model.ContextSize];
        List<double> seen = [];
        for (var step = 0; step < steps; step++)
        {
            for (var i = 0; i < context.Length; i++)
            {
                context[i] = SyntheticRhythm.Normal(random);
            }

            model.Predict(context, prediction, variance);
            seen.AddRange(prediction);
            seen.AddRange(variance);
            for (var i = 0; i < observed.Length; i++)
            {
                observed[i] = random.Next(10) == 0 ? double.NaN : SyntheticRhythm.Normal(random);
            }

            model.Teach(observed);
        }

        return seen;
    }
}
