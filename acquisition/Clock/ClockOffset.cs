using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>What is known of the difference between another clock and ours.</summary>
/// <param name="Offset">Remote clock minus local clock.</param>
/// <param name="ErrorBound">The true difference lies within so much of <paramref name="Offset"/>: half the round trip, reached if one way took no time.</param>
/// <param name="MeasuredAt">Local clock when the probe behind it came back; unset if nothing was measured.</param>
public readonly record struct ClockOffset(Duration Offset, Duration ErrorBound, Instant MeasuredAt)
{
    /// <summary>What to add to a remote time to get local time; LSL's <c>time_correction</c>. A remote clock 100 s ahead gives −100 s.</summary>
    public Duration Correction => -Offset;

    /// <summary>False for <c>default</c>: nothing is known.</summary>
    public bool IsKnown => MeasuredAt.IsSet;
}
