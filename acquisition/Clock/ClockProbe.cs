using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>One question and answer between two clocks, as in the Network Time Protocol.</summary>
/// <param name="AskedAt">t0: local clock when the question left.</param>
/// <param name="HeardAt">t1: remote clock when it was received.</param>
/// <param name="AnsweredAt">t2: remote clock when the answer left.</param>
/// <param name="ReceivedAt">t3: local clock when the answer was received.</param>
public readonly record struct ClockProbe(Instant AskedAt, Instant HeardAt, Instant AnsweredAt, Instant ReceivedAt)
{
    /// <summary>Time on the way, both ways: (t3 − t0) − (t2 − t1).</summary>
    public Duration RoundTrip => (ReceivedAt - AskedAt) - (AnsweredAt - HeardAt);

    /// <summary>Remote clock minus local clock, if both ways took the same time: ((t1 − t0) + (t2 − t3)) / 2.</summary>
    public Duration Offset => Duration.FromNanoseconds(
        ((HeardAt - AskedAt).TotalNanoseconds + (AnsweredAt - ReceivedAt).TotalNanoseconds) / 2);
}
