using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// Notices that the host slept: the boot-time clock went on and the monotonic clock stood still, so their difference grew. Everything
/// that was scheduled before is then wrong by the length of the sleep.
/// </summary>
/// <remarks>
/// Any thread may ask, at any time, also while another calls <see cref="Rearm"/>: each sees the difference from before it or from
/// after. Neither allocates nor blocks; a check costs three clock reads, twelve at most.
/// </remarks>
public sealed class HostSleep
{
    private readonly Func<Duration> _difference;
    private long _atArming;

    /// <summary>Watches this machine's clocks.</summary>
    public HostSleep()
        : this(Measure)
    {
    }

    /// <summary>Watches a given difference of clocks, for tests.</summary>
    /// <param name="difference">Boot time minus monotonic time, now.</param>
    public HostSleep(Func<Duration> difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        _difference = difference;
        Rearm();
    }

    /// <summary>The greatest change that is not a sleep: 1 ms (the two clocks are read one after the other).</summary>
    public static Duration Allowance => Duration.FromMilliseconds(1);

    /// <summary>Takes the present difference as the one to compare with; called at arming.</summary>
    public void Rearm() => Volatile.Write(ref _atArming, _difference().TotalNanoseconds);

    /// <summary>True when the host slept since the last <see cref="Rearm"/>.</summary>
    public bool HasSlept() => (_difference() - Duration.FromNanoseconds(Volatile.Read(ref _atArming))).Magnitude > Allowance;

    // The monotonic clock is read on both sides and the closest pair taken, so that a preemption between two reads is no sleep.
    private static unsafe Duration Measure()
    {
        var best = Duration.FromSeconds(3600);
        var difference = Duration.Zero;
        for (var attempt = 0; attempt < 4; attempt++)
        {
            Timespec before, boot, after;
            _ = LibC.clock_gettime(LibC.ClockMonotonic, &before);
            _ = LibC.clock_gettime(LibC.ClockBoottime, &boot);
            _ = LibC.clock_gettime(LibC.ClockMonotonic, &after);
            var width = Duration.FromNanoseconds(after.TotalNanoseconds - before.TotalNanoseconds);
            if (width < best)
            {
                best = width;
                difference = Duration.FromNanoseconds(boot.TotalNanoseconds - before.TotalNanoseconds);
            }

            if (width < Duration.FromMicroseconds(100))
            {
                break;
            }
        }

        return difference;
    }
}
