using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Keeps the times of one stream from going back, since frames of several streams are merged by time. A small step back is held;
/// a
/// larger one is taken for a clock that was set back, and the stream goes on one frame later, shifted until the file's own times
/// are
/// ahead again.
/// </summary>
internal sealed class ForwardTime
{
    private static readonly Duration s_jump = Duration.FromSeconds(1);

    // A clock that seems to go back further was never a clock; times then stand still, and sums cannot overflow.
    private static readonly Duration s_furthest = Duration.FromSeconds(10L * 366 * 86_400);

    private readonly bool _isKept;
    private readonly Duration _step;
    private Instant _last = Instant.FromNanoseconds(long.MinValue);
    private Duration _shift;

    /// <summary>Starts before the first frame.</summary>
    /// <param name="nominalRate">The stream's rate, which says how much later a frame after a jump comes; 0 Hz: at the same
    /// time.</param>
    /// <param name="isKept">False to let times pass as they are.</param>
    public ForwardTime(Frequency nominalRate, bool isKept)
    {
        _isKept = isKept;
        _step = nominalRate.TotalHertz > 1e-3 ? nominalRate.Period : Duration.Zero;
    }

    /// <summary>What the last frame's quality has to say about its time.</summary>
    public SampleQuality Quality { get; private set; }

    /// <summary>The time of the next frame.</summary>
    public Instant Next(Instant time)
    {
        Quality = SampleQuality.Good;
        if (!_isKept || time >= _last)
        {
            _shift = Duration.Zero;
            return _last = time;
        }

        Quality = SampleQuality.TimeDeduced;
        var shifted = time + _shift;
        if (shifted >= _last)
        {
            return _last = shifted;
        }

        if (_last - shifted < s_jump || _last - time > s_furthest)
        {
            return _last;
        }

        Quality |= SampleQuality.AfterGap;
        _shift = _last + _step - time;
        return _last += _step;
    }
}
