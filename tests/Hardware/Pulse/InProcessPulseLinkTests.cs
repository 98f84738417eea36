using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

public sealed class InProcessPulseLinkTests : IDisposable
{
    private readonly InProcessPulseLink _link = new(Sessions.Limits(), Sessions.Devices, Sessions.Start);

    public void Dispose() => _link.Dispose();

    [Fact]
    public void Arming_is_answered_at_once()
    {
        _link.TryAsk(Sessions.Arm(1));

        var armed = Assert.Single(_link.TakeAll(), a => a.Kind == PulseAnswerKind.Armed);

        Assert.Equal(1, armed.Request);
        Assert.Equal(2000, armed.PulsesLeft);
    }

    [Fact]
    public void A_request_before_arming_is_refused()
    {
        _link.TryAsk(Sessions.Single(1, After(20), After(0)));

        var refused = Assert.Single(_link.TakeAll());

        Assert.Equal(PulseAnswerKind.Refused, refused.Kind);
        Assert.Equal(LimitId.NotArmed, refused.Limit);
    }

    [Fact]
    public void A_pair_fires_at_its_instants_once_time_has_reached_them()
    {
        Arm();
        _link.TryAsk(Sessions.Pair(2, After(20), After(0)));
        Assert.Equal(PulseAnswerKind.Admitted, Assert.Single(_link.TakeAll()).Kind);

        _link.Beat(After(19));
        Assert.Empty(_link.TakeAll());
        _link.Beat(After(22));
        var first = Assert.Single(_link.TakeAll());
        _link.Beat(After(30));
        var rest = _link.TakeAll();

        Assert.Equal((PulseAnswerKind.Fired, 0, Sessions.Conditioning, After(20)), (first.Kind, first.Pulse, first.Output, first.Done));
        Assert.Equal([PulseAnswerKind.Fired, PulseAnswerKind.TrainEnded], rest.Select(a => a.Kind));
        Assert.Equal((After(25), 2), (rest[0].Done, rest[1].Pulse));
    }

    [Fact]
    public void The_next_train_is_admitted_after_the_interval_and_not_before()
    {
        Arm();
        _link.TryAsk(Sessions.Single(2, After(20), After(0)));
        _link.Beat(After(3990));
        _link.TakeAll();

        _link.TryAsk(Sessions.Single(3, After(4019), After(3990)));
        Assert.Equal(LimitId.MinimumInterval, Assert.Single(_link.TakeAll()).Limit);
        _link.TryAsk(Sessions.Single(4, After(4020), After(3990)));
        Assert.Equal(PulseAnswerKind.Admitted, Assert.Single(_link.TakeAll()).Kind);
    }

    [Fact]
    public void Disarming_cancels_what_has_not_left()
    {
        Arm();
        _link.TryAsk(Sessions.Pair(2, After(20), After(0)));
        _link.Beat(After(22));
        _link.TakeAll();

        _link.TryAsk(Sessions.Disarm(3));

        var answers = _link.TakeAll();
        Assert.Equal(
            [PulseAnswerKind.Disarmed, PulseAnswerKind.Cancelled, PulseAnswerKind.TrainEnded], answers.Select(a => a.Kind));
        Assert.Equal((1, 1), (answers[1].Pulse, answers[2].Pulse));
        _link.Beat(After(100));
        Assert.DoesNotContain(_link.TakeAll(), a => a.Kind == PulseAnswerKind.Fired);
    }

    [Fact]
    public void A_fault_disarms_until_a_person_arms_again()
    {
        Arm();
        _link.Inject(FaultKind.StreamLost);
        Assert.Equal([PulseAnswerKind.Faulted, PulseAnswerKind.Disarmed], _link.TakeAll().Select(a => a.Kind));
        _link.TryAsk(Sessions.Single(2, After(20), After(0)));
        Assert.Equal(LimitId.FaultLatched, Assert.Single(_link.TakeAll()).Limit);

        _link.TryAsk(Sessions.Arm(3));
        Assert.Contains(_link.TakeAll(), a => a.Kind == PulseAnswerKind.Armed);
    }

    [Fact]
    public void The_outcome_does_not_depend_on_how_far_one_call_moves_time()
    {
        var coarse = Run(step: 1000);
        var fine = Run(step: 1);

        Assert.Equal(fine, coarse);
        Assert.Contains(fine, line => line.Contains("PulseDone", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_allocated_from_arming_to_disarming()
    {
        Arm();
        Round(2, 0);
        Round(3, 5000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 2; round < 40; round++)
        {
            Round(round + 2, round * 5000);
        }

        _link.TryAsk(Sessions.Disarm(1000));
        while (_link.TryTake(out _))
        {
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(80, _link.State.SessionPulses);
    }

    private static Instant After(double milliseconds) => Sessions.Start + Duration.FromMilliseconds(milliseconds);

    private static List<string> Run(int step)
    {
        var record = new ListRecord();
        using var link = new InProcessPulseLink(Sessions.Limits(), Sessions.Devices, Sessions.Start, record: record);
        link.TryAsk(Sessions.Arm(1));
        for (var at = 0; at < 10_000; at += step)
        {
            if (at % 5000 == 0)
            {
                link.TryAsk(Sessions.Pair(2 + at, After(at + 20), After(at)));
            }

            link.AdvanceTo(After(at + step));
            link.TakeAll();
        }

        return record.Lines;
    }

    private void Arm()
    {
        _link.TryAsk(Sessions.Arm(1));
        Assert.Contains(_link.TakeAll(), a => a.Kind == PulseAnswerKind.Armed);
    }

    private void Round(int id, double at)
    {
        _link.TryAsk(Sessions.Pair(id, After(at + 20), After(at)));
        _link.Beat(After(at + 5000));
        while (_link.TryTake(out _))
        {
        }
    }
}
