using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Estimates the difference between a remote clock and ours from waves of probes: of each wave, the probe with the shortest round
/// trip, since waiting in queues only ever lengthens it.
/// </summary>
/// <remarks>
/// A wave with fewer than <see cref="LeastProbes"/> answers is not used. A new estimate replaces the old one unless the old one is still
/// the better known of the two after adding <see cref="DriftPerSecond"/> for its age: on a busy network the good estimate of a
/// moment ago is kept. No smoothing: the value steps, and the consumer's stamps are kept in order elsewhere. Source: the clock
/// filter of NTP (RFC 5905, section 10) and liblsl's <c>time_receiver</c>. No allocation; one thread.
/// </remarks>
public sealed class ClockOffsetEstimator
{
    /// <summary>Probes a wave.</summary>
    public const int ProbesAWave = 8;

    /// <summary>Answers without which a wave is not used, as in liblsl.</summary>
    public const int LeastProbes = 6;

    /// <summary>How fast two clocks of ordinary crystals (±25 ppm each) may part.</summary>
    public static readonly Duration DriftPerSecond = Duration.FromMicroseconds(50);

    /// <summary>A longer round trip is not used, as in liblsl.</summary>
    public static readonly Duration LongestRoundTrip = Duration.FromMilliseconds(128);

    private ClockProbe _best;
    private int _count;

    /// <summary>The estimate in force; unknown before the first good wave.</summary>
    public ClockOffset Current { get; private set; }

    /// <summary>Probes taken in the present wave.</summary>
    public int Count => _count;

    /// <summary>Takes a probe into the present wave. Impossible (negative) and too long round trips are left out: false.</summary>
    public bool Add(in ClockProbe probe)
    {
        if (probe.RoundTrip < Duration.Zero || probe.RoundTrip > LongestRoundTrip)
        {
            return false;
        }

        if (_count == 0 || probe.RoundTrip < _best.RoundTrip)
        {
            _best = probe;
        }

        _count++;
        return true;
    }

    /// <summary>Ends the wave; true if <see cref="Current"/> is a new estimate.</summary>
    public bool EndWave()
    {
        var isEnough = _count >= LeastProbes;
        _count = 0;
        if (!isEnough)
        {
            return false;
        }

        var estimate = new ClockOffset(
            _best.Offset,
            Duration.FromNanoseconds((_best.RoundTrip.TotalNanoseconds + 1) / 2),
            _best.ReceivedAt);
        if (Current.IsKnown && BoundAt(Current, estimate.MeasuredAt) < estimate.ErrorBound)
        {
            return false;
        }

        Current = estimate;
        return true;
    }

    /// <summary>How far an estimate can be off at a later time: its bound plus the drift since.</summary>
    public static Duration BoundAt(in ClockOffset offset, Instant now) =>
        offset.ErrorBound + Duration.FromSeconds((now - offset.MeasuredAt).TotalSeconds * DriftPerSecond.TotalSeconds);
}
