using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>
/// Brings a timer box's own time onto this machine's clock. Each ping gives one pair (host's middle of the round trip, device's
/// time); the pair with the smallest round trip errs least, and two of them far apart give the drift.
/// </summary>
/// <remarks>
/// The device's thread adds pings and converts reports; the pulse thread converts instants (<see cref="ToDevice"/>) from a copy of the
/// fit that is never half written. Nothing allocates after construction. Error bound: half the unexplained round trip, plus what the drift may have added.
/// </remarks>
internal sealed class TimerBoxClock
{
    private const int Window = 64;
    private const double WorstDrift = 200e-6;
    private static readonly Duration DriftBase = Duration.FromSeconds(5);

    private readonly Pair[] _pairs = new Pair[Window];
    private long _count;
    private Pair _young;
    private double _drift;
    private double _driftError = WorstDrift;
    private Fit _published;
    private int _version;

    /// <summary>True once a ping was answered.</summary>
    public bool IsKnown => _count > 0;

    /// <summary>Takes a ping in.</summary>
    /// <param name="sent">Before the ping was written.</param>
    /// <param name="received">When its answer was complete.</param>
    /// <param name="deviceMicroseconds">The device's time in the answer.</param>
    /// <param name="wire">How long the bytes take.</param>
    /// <param name="askedBytes">Length of the question.</param>
    /// <param name="answerBytes">Length of the answer.</param>
    public void Add(Instant sent, Instant received, long deviceMicroseconds, TimerBoxWire wire, int askedBytes, int answerBytes)
    {
        var there = wire.ByteTime * askedBytes;
        var unexplained = received - sent - there - (wire.ByteTime * answerBytes);
        var half = Duration.FromNanoseconds(Math.Max(unexplained.TotalNanoseconds, 0) / 2);
        _pairs[_count++ % Window] = new Pair(sent + there + half, Duration.FromMicroseconds(deviceMicroseconds), half);
        Refit();
    }

    /// <summary>The instant at which the box's time was this.</summary>
    /// <param name="deviceMicroseconds">The box's time, µs.</param>
    /// <param name="bound">Greatest error.</param>
    public Instant ToHost(long deviceMicroseconds, out Duration bound)
    {
        var since = Duration.FromMicroseconds(deviceMicroseconds) - _young.Device;
        bound = _young.Half + Duration.FromMicroseconds(1) + Scaled(since.Magnitude, _driftError);
        return _young.Host + since + Scaled(since, _drift);
    }

    /// <summary>The box's time at an instant, µs, to the nearest; for the pulse thread.</summary>
    public long ToDevice(Instant host)
    {
        Fit fit;
        int version;
        do
        {
            version = Volatile.Read(ref _version);
            fit = _published;
            Interlocked.MemoryBarrier();
        }
        while ((version & 1) != 0 || version != Volatile.Read(ref _version));

        var since = host - fit.Host;
        return ((fit.Device + since - Scaled(since, fit.Drift)).TotalNanoseconds + 500) / 1000;
    }

    private void Publish()
    {
        Volatile.Write(ref _version, _version + 1);
        Interlocked.MemoryBarrier();
        _published = new Fit(_young.Host, _young.Device, _drift);
        Volatile.Write(ref _version, _version + 1);
    }

    private void Refit()
    {
        FitDrift();
        Publish();
    }

    private void FitDrift()
    {
        var held = (int)Math.Min(_count, Window);
        var newest = _pairs[(_count - 1) % Window].Host;
        _young = Best(held, newest, notBefore: default, notAfter: newest);
        var old = Best(held, newest, notBefore: default, notAfter: _young.Host - DriftBase);
        if (!old.Host.IsSet)
        {
            return;
        }

        var span = _young.Device - old.Device;
        var drift = (_young.Host - old.Host - span) / span;
        var error = (_young.Half + old.Half + Duration.FromMicroseconds(2)) / span;
        if (Math.Abs(drift) <= WorstDrift && error < WorstDrift)
        {
            _drift = drift;
            _driftError = error;
        }
    }

    // The smallest bound as of now: half the round trip, and what the worst drift would have made of it since.
    private Pair Best(int held, Instant newest, Instant notBefore, Instant notAfter)
    {
        var best = default(Pair);
        var least = Duration.FromSeconds(3600);
        for (var i = 0; i < held; i++)
        {
            var pair = _pairs[i];
            var bound = pair.Half + Scaled(newest - pair.Host, WorstDrift);
            if (pair.Host >= notBefore && pair.Host <= notAfter && bound < least)
            {
                least = bound;
                best = pair;
            }
        }

        return best;
    }

    private static Duration Scaled(Duration span, double factor) => Duration.FromNanoseconds((long)(span.TotalNanoseconds * factor));

    private readonly record struct Fit(Instant Host, Duration Device, double Drift);

    private readonly record struct Pair(Instant Host, Duration Device, Duration Half);
}
