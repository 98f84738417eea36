using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>A trigger that only notes what it was asked to write and when.</summary>
internal sealed class RecordingTrigger(Clock clock) : ITrigger
{
    public List<(int First, int Count, Instant At)> Writes { get; } = [];

    public TriggerWriteOutcome Outcome { get; set; } = TriggerWriteOutcome.Written;

    /// <summary>Done after the last check and before the write is made.</summary>
    public Action? BeforeWrite { get; set; }

    /// <summary>How many writes had been made at each cancel.</summary>
    public List<int> Cancels { get; } = [];

    public string Name => "recording";

    public bool IsSimulated => true;

    public TriggerTiming Timing => Lead > Duration.Zero ? TriggerTiming.DeviceTimed : TriggerTiming.HostTimed;

    public IReadOnlyList<TriggerLine> Lines { get; set; } = [new(1, default, default), new(2, default, default)];

    public int PulsesPerWrite { get; set; } = 1;

    public Duration Lead { get; set; }

    public Duration LeastLead { get; set; }

    public Duration Reach => Duration.FromSeconds(2);

    public Duration ReportTime => Duration.FromMilliseconds(10);

    public bool IsReady => true;

    public Instant NextWrite { get; set; }

    public TriggerWrite Write(AdmittedTrain train, int first, int count)
    {
        BeforeWrite?.Invoke();
        Writes.Add((first, count, clock.Now));
        return new TriggerWrite(Outcome, clock.Now, clock.Now);
    }

    public void Cancel() => Cancels.Add(Writes.Count);

    public void Attend(Duration atMost)
    {
    }

    public bool TryTake(out TriggerEvent triggerEvent)
    {
        triggerEvent = default;
        return false;
    }

    public void Dispose()
    {
    }
}
