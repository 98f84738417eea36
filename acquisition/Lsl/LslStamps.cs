using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Turns the stamps of one feed into instants of the local clock: deduces those not sent, adds the clock's correction, never goes
/// back, and counts the frames that are missing.
/// </summary>
/// <remarks>
/// Deduced: previous stamp + 1/rate (rate 0: the previous stamp). Missing, for streams with a rate: stamps more than 1.5/rate apart;
/// the frame after carries <see cref="SampleQuality.AfterGap"/>, also when the sender was only late and catches up. A stamp that would be earlier than the one before (chunks that
/// overlap, a correction that stepped) becomes equal to it and carries <see cref="SampleQuality.TimeDeduced"/>; times are never smeared.
/// One second or more back is another clock, and a fault. No allocation.
/// </remarks>
internal sealed class LslStamps
{
    private static readonly Duration LargestStepBack = Duration.FromSeconds(1);

    private readonly LslGapCounter _gaps;
    private readonly double _rate;
    private double _stamp;
    private Instant _last;
    private bool _hasStamp;
    private bool _isResumed;

    /// <param name="rate">The stream's nominal rate; 0 Hz for irregular.</param>
    /// <param name="resumeAfter">The last time given out before the connection was made anew; unset for a new stream.</param>
    public LslStamps(Frequency rate, Instant resumeAfter = default)
    {
        _rate = rate.TotalHertz;
        _gaps = new LslGapCounter(rate);
        _last = resumeAfter;
        _isResumed = resumeAfter.IsSet;
    }

    /// <summary>Added to each stamp: local clock minus the sender's. Changes between polls only.</summary>
    public Duration Correction { get; set; }

    /// <summary>Frames missing between stamps so far.</summary>
    public long LostFrames => _gaps.LostFrames;

    /// <summary>The last time given out.</summary>
    public Instant Last => _last;

    /// <summary>Why no further stamp can be trusted; null while they can.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// The time of a frame. False if it has none: deduced before anything was sent (the inlet joined inside a chunk), or a fault.
    /// </summary>
    public bool TryStamp(in LslFrame frame, out Instant time, out SampleQuality quality)
    {
        time = default;
        quality = SampleQuality.Good;
        if (Fault is not null || (frame.IsDeduced && !_hasStamp))
        {
            return false;
        }

        var stamp = frame.IsDeduced ? _stamp + (_rate > 0 ? 1 / _rate : 0) : frame.Stamp;
        if (!LslTime.TryFromSeconds(stamp, out var remote))
        {
            Fault = "A frame came without a possible time stamp; the sender's program is at fault.";
            return false;
        }

        quality = frame.IsDeduced ? SampleQuality.TimeDeduced : SampleQuality.Good;
        if (_hasStamp && _gaps.IsAfterGap(stamp - _stamp))
        {
            quality |= SampleQuality.AfterGap;
        }

        time = remote + Correction;
        _stamp = stamp;
        _hasStamp = true;
        return Order(ref time, ref quality);
    }

    private bool Order(ref Instant time, ref SampleQuality quality)
    {
        if (_isResumed)
        {
            _isResumed = false;
            quality |= SampleQuality.AfterGap;
            _gaps.IsAfterGap((time - _last).TotalSeconds);
        }

        if (_last.IsSet && time < _last)
        {
            if (_last - time >= LargestStepBack)
            {
                Fault = $"The stream's time went back by {_last - time}; the sender's clock was set anew. Open the stream again.";
                return false;
            }

            time = _last;
            quality |= SampleQuality.TimeDeduced;
        }

        _last = time;
        return true;
    }
}
