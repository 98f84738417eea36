using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>Lines that are not there, timed by the host: an edge is the moment of the write. For runs without any device.</summary>
public sealed class SimulatedTrigger : ITrigger
{
    private readonly SpscRing<TriggerEvent> _events = new(256);
    private readonly WakeWord _idle = new();
    private readonly Clock _clock;

    /// <summary>Makes one.</summary>
    /// <param name="config">Its name; option <c>lines</c> (8; 1 to 32).</param>
    /// <param name="clock">Stamps its edges.</param>
    /// <exception cref="ArgumentException">A wrong option.</exception>
    public SimulatedTrigger(DeviceConfig config, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(clock);
        config.AllowOnly("lines");
        Name = config.Name;
        Lines = [.. Enumerable.Range(1, config.WholeNumber("lines", 8, 1, 32)).Select(i => new TriggerLine(i, default, default))];
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public TriggerTiming Timing => TriggerTiming.HostTimed;

    /// <inheritdoc/>
    public IReadOnlyList<TriggerLine> Lines { get; }

    /// <inheritdoc/>
    public int PulsesPerWrite => 1;

    /// <inheritdoc/>
    public Duration Lead => Duration.Zero;

    /// <inheritdoc/>
    public Duration LeastLead => Duration.Zero;

    /// <inheritdoc/>
    public Duration Reach => Duration.Zero;

    /// <inheritdoc/>
    public Duration ReportTime => Duration.FromMilliseconds(100);

    /// <inheritdoc/>
    public bool IsReady => true;

    /// <inheritdoc/>
    public Instant NextWrite { get; set; }

    /// <inheritdoc/>
    public TriggerWrite Write(AdmittedTrain train, int first, int count)
    {
        var now = _clock.Now;
        var reported = _events.TryPush(new TriggerEvent(TriggerEventKind.Edge, first, now, Duration.Zero));
        return new TriggerWrite(reported ? TriggerWriteOutcome.Written : TriggerWriteOutcome.Failed, now, now);
    }

    /// <summary>Nothing to take back: an edge leaves at the write.</summary>
    public void Cancel()
    {
    }

    /// <summary>Waits: there is no device to listen to.</summary>
    public void Attend(Duration atMost) => _idle.WaitWhile(_idle.Value, atMost);

    /// <inheritdoc/>
    public bool TryTake(out TriggerEvent triggerEvent) => _events.TryTake(out triggerEvent);

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _idle.Dispose();
    }
}
