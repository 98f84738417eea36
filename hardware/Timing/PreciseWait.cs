using System.Runtime.CompilerServices;
using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// Waits until an instant of the monotonic clock: sleeps in the kernel until a margin before it and spins the rest, because a kernel
/// wakes a thread tens of microseconds late and a spin does not.
/// </summary>
/// <remarks>
/// Blocks the calling thread; does not allocate. The margin should be at least the 99th percentile of this machine's wake-up: 150 µs
/// on a busy one, 300 to 500 µs on an idle one whose processor leaves its halt first. Only in a process that collects no garbage is
/// the instant kept in managed code: a collection holds the thread at the end of the sleep.
/// </remarks>
public static class PreciseWait
{
    /// <summary>The margin that suits most machines: 300 µs of spinning a pulse.</summary>
    public static Duration DefaultMargin => Duration.FromMicroseconds(300);

    /// <summary>Returns at the instant or as soon as possible after it.</summary>
    /// <param name="until">The instant, on this machine's clock.</param>
    /// <param name="margin">How much of the wait is spun.</param>
    /// <returns>The clock's reading on return: never before <paramref name="until"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Instant Until(Instant until, Duration margin)
    {
        SleepUntil(until - margin);
        var clock = MonotonicClock.Instance;
        var now = clock.Now;
        while (now < until)
        {
            Thread.SpinWait(1);
            now = clock.Now;
        }

        return now;
    }

    /// <summary>Sleeps in the kernel until an instant, with an absolute deadline, so that waits in a row do not drift.</summary>
    /// <param name="until">The instant; one that has passed returns at once.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void SleepUntil(Instant until)
    {
        if (until <= MonotonicClock.Instance.Now)
        {
            return;
        }

        var time = Timespec.FromNanoseconds(until.TotalNanoseconds);
        while (LibC.clock_nanosleep(LibC.ClockMonotonic, LibC.TimerAbsolute, &time, null) == LibC.Eintr)
        {
            // A signal ended the sleep early (the runtime uses one to suspend threads): sleep on to the same instant.
        }
    }
}
