using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>
/// Collects the calibration segment on the acquisition thread and hands it to a fit in the side lane. The fit's result comes back
/// as an input of its own and is applied from there on.
/// </summary>
/// <remarks>
/// <see cref="Step"/> neither allocates nor blocks; <see cref="Fit"/> does both and may run on another thread once
/// <see cref="IsFull"/>, since nothing is written after that.
/// </remarks>
public sealed class OscillationCalibration
{
    private readonly float[] _microvolts;
    private readonly Frequency _rate;
    private readonly OscillationFitOptions _options;
    private int _count;
    private Instant _last;

    /// <summary>Makes an empty collection; allocates all its storage.</summary>
    /// <param name="rate">The rate of the samples.</param>
    /// <param name="length">How long to collect, e.g. 60 s.</param>
    /// <param name="options">What the fit looks for.</param>
    /// <exception cref="ArgumentOutOfRangeException">Shorter than <see cref="OscillationFit.ShortestSeconds"/>.</exception>
    public OscillationCalibration(Frequency rate, Duration length, OscillationFitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length.TotalSeconds, OscillationFit.ShortestSeconds);
        _rate = rate;
        _options = options;
        _microvolts = new float[(int)Math.Round(length.TotalSeconds * rate.TotalHertz)];
    }

    /// <summary>True when the segment is complete; further samples are ignored.</summary>
    public bool IsFull => _count == _microvolts.Length;

    /// <summary>Time of the newest sample collected; unset before the first.</summary>
    public Instant At => _last;

    /// <summary>Takes a sample. Missing ones (a gap in time) are filled in as unusable.</summary>
    public void Step(float microvolts, SampleQuality quality, Instant at)
    {
        if (IsFull)
        {
            return;
        }

        var missing = _last.IsSet ? Math.Round((at - _last).TotalSeconds * _rate.TotalHertz) - 1 : 0;
        for (; missing >= 1 && !IsFull; missing--)
        {
            _microvolts[_count++] = float.NaN;
        }

        _last = at;
        if (!IsFull)
        {
            _microvolts[_count++] = Measured.IsUsable(microvolts, quality) ? microvolts : float.NaN;
        }
    }

    /// <summary>Fits what was collected; allocates, and takes a fraction of a second.</summary>
    /// <exception cref="InvalidOperationException">The segment is not complete.</exception>
    /// <exception cref="ArgumentException">The segment cannot be fitted; see <see cref="OscillationFit.Fit"/>.</exception>
    public OscillationFitResult Fit() => IsFull
        ? OscillationFit.Fit(_microvolts, _rate, _options)
        : throw new InvalidOperationException($"Only {_count} of {_microvolts.Length} samples are collected; wait for the rest.");

    /// <summary>Starts over with an empty segment.</summary>
    public void Reset()
    {
        _count = 0;
        _last = default;
    }
}
