using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>The clock of an emulated device: its own zero and its own speed.</summary>
internal sealed class DeviceClock(long initialMicroseconds, double driftPpm)
{
    private readonly double _speed = 1 + (driftPpm * 1e-6);
    private Instant _zero;

    /// <summary>What the device's clock shows at an instant, whole microseconds. The first call sets its zero.</summary>
    internal long MicrosecondsAt(Instant instant)
    {
        if (!_zero.IsSet)
        {
            _zero = instant;
        }

        return initialMicroseconds + (long)Math.Floor((instant - _zero).TotalNanoseconds * _speed / 1000);
    }

    /// <summary>The first instant at which the device's clock shows a number of microseconds.</summary>
    internal Instant InstantOf(long microseconds) =>
        _zero + Duration.FromNanoseconds((long)Math.Ceiling((microseconds - initialMicroseconds) * 1000 / _speed));
}
