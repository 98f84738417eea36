using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;

namespace ClosedLoop.Model;

/// <summary>
/// How active a muscle is now: the root mean square of its EMG, µV, forgotten exponentially.
/// m ← m + α (x² − m), α = 1 − exp(−1/(rate × τ)); r.m.s. = √(m/w), where w is what the weights of the frames so far sum to,
/// so that the first frames already give an unbiased mean square.
/// </summary>
/// <remarks>
/// The input must be free of offset (high-passed at 10 to 20 Hz), else the offset counts as activity. The r.m.s. answers a step of
/// activity with the time constant τ; there is no other delay. Frames that hold no measurement (not finite, blanked, contaminated,
/// settling) are left out, and the last value stands. Deterministic, allocates nothing after construction, one thread.
/// </remarks>
public sealed class EmgEnvelope
{
    private const SampleQuality Unusable = SampleQuality.NotFinite | SampleQuality.Blanked | SampleQuality.Contaminated
        | SampleQuality.Settling;

    // A finite float's square can be no more than 1.2e77, so the mean square never overflows.
    private readonly double _alpha;
    private double _meanSquare;
    private double _weight;

    /// <summary>Makes an envelope that has seen nothing.</summary>
    /// <param name="rate">Frames a second; above 0.</param>
    /// <param name="timeConstant">τ, the memory; at least one frame's time. 50 to 200 ms are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is 0, or the time constant is shorter than a frame.</exception>
    public EmgEnvelope(Frequency rate, Duration timeConstant)
    {
        var frames = timeConstant.TotalSeconds * rate.TotalHertz;
        if (!(frames >= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeConstant), timeConstant, $"The memory must be at least one frame long at {rate}.");
        }

        _alpha = 1 - DeterministicMath.Exp(-1 / frames);
    }

    /// <summary>The root mean square, µV, 0 or more; NaN before the first usable frame.</summary>
    public double RmsMicrovolts => _weight > 0 ? Math.Sqrt(_meanSquare / _weight) : double.NaN;

    /// <summary>
    /// One standard deviation of <see cref="RmsMicrovolts"/>, µV, for white Gaussian activity: r.m.s. × √(α/(2 (2 − α))); EMG is
    /// correlated from frame to frame, so the true width is larger by about the root of the frames a correlation time. +∞ until the
    /// memory is full for the first time.
    /// </summary>
    public double WidthMicrovolts => IsSettled ? RmsMicrovolts * Math.Sqrt(_alpha / (2 * (2 - _alpha))) : double.PositiveInfinity;

    /// <summary>True once usable frames have filled the memory for three time constants (w ≥ 0.95).</summary>
    public bool IsSettled => _weight >= 0.95;

    /// <summary>Timestamp of the newest frame that counted; unset before the first.</summary>
    public Instant At { get; private set; }

    /// <summary>Takes one frame. Neither allocates nor blocks.</summary>
    /// <param name="microvolts">The frame's value, µV.</param>
    /// <param name="quality">What is wrong with the frame.</param>
    /// <param name="at">The frame's own time.</param>
    public void Take(float microvolts, SampleQuality quality, Instant at)
    {
        if ((quality & Unusable) != 0 || !float.IsFinite(microvolts))
        {
            return;
        }

        var square = (double)microvolts * microvolts;
        _meanSquare += _alpha * (square - _meanSquare);
        _weight += _alpha * (1 - _weight);
        At = at;
    }

    /// <summary>Forgets everything: as new.</summary>
    public void Reset()
    {
        _meanSquare = 0;
        _weight = 0;
        At = default;
    }
}
