namespace ClosedLoop.Model;

/// <summary>
/// Expresses a feature in its own standard deviations: exponential mean and variance over a time constant, plain ones until so
/// much was seen.
/// </summary>
/// <remarks>Only + − × ÷ and square root; allocates nothing.</remarks>
public sealed class RunningStandardiser
{
    private readonly double _steps;
    private double _mean;
    private double _variance;
    private double _count;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="steps">The time constant, in steps, 2 or more.</param>
    public RunningStandardiser(double steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        _steps = steps;
    }

    /// <summary>
    /// The feature relative to what came before it, then takes it in; NaN until two different values were seen or for a NaN.
    /// </summary>
    public double Step(double feature)
    {
        if (!double.IsFinite(feature))
        {
            return double.NaN;
        }

        var standardised = _variance > 0 ? (feature - _mean) / Math.Sqrt(_variance) : double.NaN;
        _count = Math.Min(_count + 1, _steps);
        var difference = feature - _mean;
        _mean += difference / _count;
        _variance += ((difference * (feature - _mean)) - _variance) / _count;
        return standardised;
    }

    /// <summary>Back to the state after construction.</summary>
    public void Reset()
    {
        _mean = 0;
        _variance = 0;
        _count = 0;
    }
}
