using System.Diagnostics;

namespace ClosedLoop.Core;

/// <summary>
/// This machine's monotonic clock: <c>CLOCK_MONOTONIC</c> on Linux, the performance counter on Windows; LSL's <c>local_clock</c> reads
/// the same one. It stands still while the host sleeps.
/// </summary>
public sealed class MonotonicClock : Clock
{
    /// <summary>The only instance: there is one such clock.</summary>
    public static MonotonicClock Instance { get; } = new();

    private MonotonicClock()
    {
    }

    /// <inheritdoc/>
    public override Instant Now
    {
        get
        {
            var ticks = Stopwatch.GetTimestamp();
            if (Stopwatch.Frequency == 1_000_000_000)
            {
                return Instant.FromNanoseconds(ticks);
            }

            var seconds = Math.DivRem(ticks, Stopwatch.Frequency, out var rest);
            return Instant.FromNanoseconds((seconds * 1_000_000_000) + (rest * 1_000_000_000 / Stopwatch.Frequency));
        }
    }
}
