using System.Diagnostics.CodeAnalysis;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// Watches that every regular stream keeps coming: silence is detected by counting, comparing each turn's instant with the last arrival.
/// A fault is reported once until the stream is heard again. Acquisition thread only.
/// </summary>
public sealed class StreamWatch : IFaultSource
{
    private readonly IReadOnlyList<StreamInfo> _streams;
    private readonly Duration _silence;
    private readonly Instant[] _lastArrivals;
    private readonly bool[] _isReported;
    private readonly Queue<FaultReport> _faults = new();

    /// <summary>Makes a watch.</summary>
    /// <param name="streams">The streams, in the order of the experiment; irregular ones may be silent.</param>
    /// <param name="silence">How long a regular stream may be silent.</param>
    public StreamWatch(IReadOnlyList<StreamInfo> streams, Duration silence)
    {
        ArgumentNullException.ThrowIfNull(streams);
        _streams = streams;
        _silence = silence;
        _lastArrivals = new Instant[streams.Count];
        _isReported = new bool[streams.Count];
    }

    /// <summary>Reports a fault found elsewhere on the thinking side, such as a recorder that lost data.</summary>
    public void Report(FaultReport fault) => _faults.Enqueue(fault);

    /// <inheritdoc/>
    public void Saw(int stream, Instant taken)
    {
        _lastArrivals[stream] = taken;
        _isReported[stream] = false;
    }

    /// <inheritdoc/>
    public void StreamLost(int stream, string reason)
    {
        if (!_isReported[stream])
        {
            _isReported[stream] = true;
            _faults.Enqueue(new FaultReport(FaultKind.StreamLost, $"Stream '{_streams[stream].Name}' was lost: {reason}"));
        }
    }

    /// <inheritdoc/>
    public bool TryTake(Instant taken, [NotNullWhen(true)] out FaultReport? fault)
    {
        for (var stream = 0; stream < _streams.Count; stream++)
        {
            if (!_lastArrivals[stream].IsSet)
            {
                // A stream that never sends anything is silent from the first turn on.
                _lastArrivals[stream] = taken;
            }

            var isDue = _streams[stream].NominalRate.TotalHertz > 0
                && taken - _lastArrivals[stream] > _silence;
            if (isDue)
            {
                StreamLost(stream, $"nothing came for {_silence.TotalMilliseconds:0} ms.");
            }
        }

        return _faults.TryDequeue(out fault);
    }
}
