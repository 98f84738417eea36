using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>
/// The order of conditions and the least interval before each trial, drawn from the seed before the session starts, so that nothing that
/// happens in the session can change them.
/// </summary>
public sealed class TrialPlan
{
    private readonly int[] _order;
    private readonly Duration[] _intervals;

    private TrialPlan(IReadOnlyList<Condition> conditions, int[] order, Duration[] intervals)
    {
        Conditions = conditions;
        _order = order;
        _intervals = intervals;
    }

    /// <summary>The conditions.</summary>
    public IReadOnlyList<Condition> Conditions { get; }

    /// <summary>Number of trials.</summary>
    public int TrialCount => _order.Length;

    /// <summary>The condition's index of a trial.</summary>
    public int ConditionOf(int trial) => _order[trial];

    /// <summary>The least time from the last pulse of the trial before to the first pulse of this one.</summary>
    public Duration IntervalBefore(int trial) => _intervals[trial];

    /// <summary>Draws a plan in shuffled blocks that hold each condition equally often.</summary>
    /// <param name="conditions">The conditions, at least one.</param>
    /// <param name="trials">Number of trials.</param>
    /// <param name="blockSize">Trials a block: a multiple of the number of conditions; the last block may be cut short.</param>
    /// <param name="interval">Least interval in the mean.</param>
    /// <param name="jitter">Relative half-width of the uniform jitter about it, 0 to 1.</param>
    /// <param name="shortest">No interval is drawn shorter than this.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <exception cref="ArgumentException">The block cannot hold each condition equally often.</exception>
    public static TrialPlan Draw(
        IReadOnlyList<Condition> conditions, int trials, int blockSize, Duration interval, double jitter, Duration shortest, long seed)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        if (conditions.Count == 0 || blockSize < conditions.Count || blockSize % conditions.Count != 0)
        {
            throw new ArgumentException(
                $"A block of {blockSize} trials cannot hold {conditions.Count} conditions equally often; take a multiple.", nameof(blockSize));
        }

        var random = new SeededRandom(seed);
        var order = new int[trials];
        var block = new int[blockSize];
        for (var start = 0; start < trials; start += blockSize)
        {
            for (var i = 0; i < blockSize; i++)
            {
                block[i] = i % conditions.Count;
            }

            random.Shuffle<int>(block);
            block.AsSpan(0, Math.Min(blockSize, trials - start)).CopyTo(order.AsSpan(start));
        }

        var intervals = new Duration[trials];
        for (var trial = 0; trial < trials; trial++)
        {
            var factor = 1 + (jitter * ((2 * random.NextUnit()) - 1));
            var drawn = Duration.FromSeconds(interval.TotalSeconds * factor);
            intervals[trial] = drawn < shortest ? shortest : drawn;
        }

        return new TrialPlan(conditions, order, intervals);
    }
}
