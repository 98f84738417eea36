using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>Measures what the process allocates and collects while armed. Reading it stops all threads for a moment: before and after, never in between.</summary>
internal sealed class HealthMeter
{
    private Instant _armed;
    private int _collections;
    private long _bytes;

    /// <summary>The session is about to be armed.</summary>
    public void Begin(Instant now)
    {
        _armed = now;
        _collections = GC.CollectionCount(0);
        _bytes = GC.GetTotalAllocatedBytes(precise: true);
    }

    /// <summary>The session was disarmed.</summary>
    /// <returns>False if it had not been armed.</returns>
    public bool TryEnd(Instant now, out FiringHealth health)
    {
        health = default;
        if (!_armed.IsSet)
        {
            return false;
        }

        health = new FiringHealth(
            now, now - _armed, GC.CollectionCount(0) - _collections, GC.GetTotalAllocatedBytes(precise: true) - _bytes);
        _armed = default;
        return true;
    }
}
