using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// Measures what the threads of the firing side allocate while armed. Each publishes its own number; nothing has to be stopped to read
/// them. (The process's total is no exact number: it counts the unused end of a thread's allocation buffer too.)
/// </summary>
internal sealed class HealthMeter
{
    private readonly List<WorkerThread> _workers;
    private Instant _armed;
    private Instant _disarmed;
    private int _collections;
    private long _bytes;
    private long _ledgerBytes;

    /// <param name="workers">All threads but the one that measures.</param>
    public HealthMeter(List<WorkerThread> workers) => _workers = workers;

    /// <summary>The session is about to be armed.</summary>
    public void Begin(Instant now, long ledgerBytes)
    {
        _armed = now;
        _disarmed = default;
        _ledgerBytes = ledgerBytes;
        _collections = GC.CollectionCount(0);
        _bytes = Sum();
    }

    /// <summary>The session was disarmed; what it left to be written may still be on its way.</summary>
    public void Stop(Instant now) => _disarmed = _armed.IsSet && !_disarmed.IsSet ? now : _disarmed;

    /// <summary>True between <see cref="Stop"/> and <see cref="End"/>.</summary>
    public bool IsToBeRead => _disarmed.IsSet;

    /// <summary>Reads what was used since the session was armed.</summary>
    public FiringHealth End(long ledgerBytes)
    {
        var ledger = ledgerBytes - _ledgerBytes;
        var health = new FiringHealth(
            _disarmed, _disarmed - _armed, GC.CollectionCount(0) - _collections, Sum() - _bytes - ledger, ledger);
        _armed = default;
        _disarmed = default;
        return health;
    }

    private long Sum()
    {
        var sum = GC.GetAllocatedBytesForCurrentThread();
        foreach (var worker in _workers)
        {
            sum += worker.AllocatedBytes;
        }

        return sum;
    }
}
