namespace ClosedLoop.Acquisition;

/// <summary>
/// Removes the jitter of a recorded stream, looking at all of it: the stamps are cut where two of them are more than 1 s and 500
/// frames apart, and each stretch is laid on its least-squares line of time against frame number. Keeps sums only.
/// </summary>
/// <remarks>This is for files. A live stream must not know its future and is treated elsewhere.</remarks>
internal sealed class StampLineFit(double nominalInterval)
{
    private readonly double _breakSeconds = Math.Max(1, 500 * nominalInterval);
    private readonly List<StampLine> _lines = [];
    private long _frame;
    private long _first;
    private double _base;
    private double _last;
    private double _mean;
    private double _covariance;

    /// <summary>Takes the next frame's stamp, in seconds on the recorder's clock.</summary>
    public void Add(double stamp)
    {
        if (_frame > _first && !(Math.Abs(stamp - _last) <= _breakSeconds))
        {
            EndStretch();
        }

        if (_frame == _first)
        {
            (_base, _mean, _covariance) = (stamp, 0, 0);
        }

        // Running mean and co-moment: with k the place in the stretch, the mean of 0..k−1 is (k−1)/2.
        var k = _frame - _first;
        var value = stamp - _base;
        _covariance += (k - ((k - 1) / 2.0)) * (value - _mean) * k / (k + 1.0);
        _mean += (value - _mean) / (k + 1);
        _last = stamp;
        _frame++;
    }

    /// <summary>The lines of all stretches.</summary>
    public IReadOnlyList<StampLine> Finish()
    {
        if (_frame > _first)
        {
            EndStretch();
        }

        return _lines;
    }

    private void EndStretch()
    {
        var count = (double)(_frame - _first);

        // Σ(k − mean)² over 0..n−1 is n(n² − 1)/12.
        var interval = count > 1 ? _covariance / (count * ((count * count) - 1) / 12) : nominalInterval;
        var start = _base + _mean - (interval * (count - 1) / 2);
        _lines.Add(new StampLine(new FrameRange(_first, _frame - 1), start, interval));
        _first = _frame;
    }
}
