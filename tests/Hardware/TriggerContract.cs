using System.Diagnostics;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>What every trigger owes. Output 0 is wired to line 1, output 1 to line 2.</summary>
public abstract class TriggerContract : IDisposable
{
    private protected static readonly WiredOutput[] Wiring =
    [
        new(Sessions.Conditioning, 1, Duration.Zero, Duration.FromMilliseconds(1)),
        new(Sessions.Test, 2, Duration.Zero, Duration.FromMilliseconds(1)),
    ];

    private ITrigger? _trigger;

    private protected Admission Admission { get; } = new();

    private protected ITrigger Trigger => _trigger ??= Create();

    public void Dispose()
    {
        _trigger?.Dispose();
        DisposeDevice();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Every_pulse_that_is_written_is_reported_once_in_order()
    {
        var train = Ask(aheadMilliseconds: 60);

        WriteAll(train);
        var edges = AwaitEdges(2);

        Assert.Equal([0, 1], edges.Select(e => e.Pulse));
    }

    [Fact]
    public void An_edge_never_falls_before_it_is_due()
    {
        var train = Ask(aheadMilliseconds: 60);

        WriteAll(train);

        foreach (var edge in AwaitEdges(2))
        {
            var due = train.At + train.Train[edge.Pulse].Offset;
            Assert.True(edge.At + edge.Bound + Duration.FromMicroseconds(50) >= due, $"{edge.At} ± {edge.Bound}, due {due}");
        }
    }

    [Fact]
    public void It_declares_how_it_is_timed_and_what_its_lines_err_by()
    {
        Assert.NotEqual(TriggerTiming.Unknown, Trigger.Timing);
        Assert.True(Trigger.Lines.Count >= 2);
        Assert.Equal(Enumerable.Range(1, Trigger.Lines.Count), Trigger.Lines.Select(l => l.Number));
        Assert.True(Trigger.LeastLead <= Trigger.Lead);
        Assert.InRange(Trigger.PulsesPerWrite, 1, PulseGroup.Capacity);
        Assert.True(Trigger.IsReady);
    }

    [Fact]
    public void Writing_does_not_allocate()
    {
        var first = Ask(aheadMilliseconds: 60);
        WriteAll(first);
        AwaitEdges(2);
        Admission.End(first, MonotonicClock.Instance.Now);
        var next = Ask(aheadMilliseconds: 60, afterMilliseconds: 4000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Trigger.Write(next, 0, 1);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_line_that_it_does_not_have_cannot_be_wired()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => Create([new WiredOutput(0, 33, Duration.Zero, Duration.FromMilliseconds(1))]));

        Assert.Contains("line 33 is asked for", refused.Message, StringComparison.Ordinal);
    }

    private protected ITrigger Create() => Create(Wiring);

    private protected abstract ITrigger Create(IReadOnlyList<WiredOutput> wiring);

    private protected abstract void DisposeDevice();

    /// <summary>A pair, admitted for a time from now; the gate's own clock may run ahead of the real one to pass the interval.</summary>
    private protected AdmittedTrain Ask(double aheadMilliseconds, double afterMilliseconds = 0)
    {
        _ = Trigger;
        var now = MonotonicClock.Instance.Now + Duration.FromMilliseconds(afterMilliseconds);
        var train = PulseTrain.Create(
        [
            new Pulse(Sessions.Conditioning, Duration.Zero, Sessions.ConditioningSetting),
            new Pulse(Sessions.Test, Duration.FromMilliseconds(5), Sessions.TestSetting),
        ]);
        return Admission.Admit(train, now + Duration.FromMilliseconds(aheadMilliseconds), now);
    }

    // A device that times its edges is written to earlier than need be: a busy test machine may hold this thread up.
    private protected void WriteAll(AdmittedTrain train)
    {
        var ahead = Trigger.Lead > Duration.Zero ? Trigger.Lead + Duration.FromMilliseconds(40) : Duration.Zero;
        for (var k = 0; k < train.Train.PulseCount; k += Trigger.PulsesPerWrite)
        {
            PreciseWait.Until(train.At + train.Train[k].Offset - ahead, PreciseWait.DefaultMargin);
            var count = Math.Min(Trigger.PulsesPerWrite, train.Train.PulseCount - k);
            Assert.Equal(TriggerWriteOutcome.Written, Trigger.Write(train, k, count).Outcome);
        }
    }

    private protected List<TriggerEvent> AwaitEdges(int count) =>
        Await(count, e => e.Kind == TriggerEventKind.Edge);

    private protected List<TriggerEvent> Await(int count, Func<TriggerEvent, bool> which) => Await(Trigger, count, which);

    private protected static List<TriggerEvent> Await(ITrigger trigger, int count, Func<TriggerEvent, bool> which)
    {
        var found = new List<TriggerEvent>();
        var started = Stopwatch.GetTimestamp();
        while (found.Count < count)
        {
            Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < 10, $"{found.Count} of {count} events came.");
            trigger.Attend(Duration.FromMilliseconds(5));
            while (trigger.TryTake(out var told))
            {
                if (which(told))
                {
                    found.Add(told);
                }
            }
        }

        return found;
    }
}
