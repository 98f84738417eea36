using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>Measures what the process allocates and collects while armed. Reading it stops all threads for a moment: before and after, never in between.</summary>
internal sealed class HealthMeter
{
    private Instant _armed;
    private int _collections;
    private long _bytes;
    private long _ledgerBytes;
    private Instant _disarmed;

    /// <summary>The session is about to be armed.</summary>
    public void Begin(Instant now, long ledgerBytes)
    {
        _armed = now;
        _disarmed = default;
        _ledgerBytes = ledgerBytes;
        _collections = GC.CollectionCount(0);
        _bytes = GC.GetTotalAllocatedBytes(precise: true);
    }

    /// <summary>The session was disarmed; what it left to be written may still be on its way.</summary>
    public void Stop(Instant now) => _disarmed = _armed.IsSet && !_disarmed.IsSet ? now : _disarmed;

    /// <summary>True between <see cref="Stop"/> and <see cref="End"/>.</summary>
    public bool IsToBeRead => _disarmed.IsSet;

    /// <summary>Reads what was used since the session was armed.</summary>
    public FiringHealth End(long ledgerBytes)
    {
        var ledger = ledgerBytes - _ledgerBytes;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - _bytes - ledger;
        var health = new FiringHealth(_disarmed, _disarmed - _armed, GC.CollectionCount(0) - _collections, bytes, ledger);
        _armed = default;
        _disarmed = default;
        return health;
    }
}
