using System.Runtime.CompilerServices;
using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// Waits in the kernel until a margin before the instant, where another thread can wake it, and spins the rest. The word it sleeps on
/// has an absolute meaning only through its reading of the clock afterwards, so early wakes do no harm.
/// </summary>
internal sealed class KernelWait(WakeWord wake, Duration margin) : IReleaseWait
{
    private bool _isInterrupted;

    public Instant Now => MonotonicClock.Instance.Now;

    public void Begin() => Volatile.Write(ref _isInterrupted, false);

    public void Interrupt()
    {
        Volatile.Write(ref _isInterrupted, true);
        wake.Signal();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Until(Instant instant)
    {
        var spinFrom = instant - margin;
        while (true)
        {
            var seen = wake.Value;
            var left = spinFrom - Now;
            if (Volatile.Read(ref _isInterrupted))
            {
                return;
            }

            if (left <= Duration.Zero)
            {
                break;
            }

            wake.WaitWhile(seen, left);
        }

        PreciseWait.Until(instant, margin);
    }
}
