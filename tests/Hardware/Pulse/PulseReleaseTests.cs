using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>Wait, last check, write: on a virtual clock, so that late is exactly as late as the test says.</summary>
public sealed class PulseReleaseTests : IDisposable
{
    private readonly FakeClock _clock = new(Sessions.Start);
    private readonly SpscRing<ReleaseReport> _reports = new(64);
    private readonly Admission _admission = new();
    private readonly VirtualWait _wait;
    private readonly RecordingTrigger _trigger;
    private Duration _sleep;

    public PulseReleaseTests()
    {
        _wait = new VirtualWait(_clock);
        _trigger = new RecordingTrigger(_clock);
    }

    public void Dispose() => _reports.Dispose();

    [Fact]
    public void A_host_timed_pulse_is_written_at_its_instant()
    {
        var train = Pair(20);

        Release(train);

        Assert.Equal([(0, 1, After(20)), (1, 1, After(25))], _trigger.Writes);
        Assert.Equal([ReleaseKind.Written, ReleaseKind.Written, ReleaseKind.Ended], Reports().Select(r => r.Kind));
    }

    [Fact]
    public void A_device_timed_pair_is_one_write_ahead_of_its_edges()
    {
        _trigger.PulsesPerWrite = 4;
        _trigger.Lead = Duration.FromMilliseconds(3);
        _trigger.LeastLead = Duration.FromMilliseconds(1);

        Release(Pair(20));

        Assert.Equal([(0, 2, After(17))], _trigger.Writes);
    }

    [Fact]
    public void The_edge_comes_earlier_by_what_the_line_and_the_stimulator_take()
    {
        _trigger.Lines = [new(1, Duration.FromMicroseconds(100), default), new(2, default, default)];

        Release(Pair(20), triggerToPulse: Duration.FromMicroseconds(400));

        Assert.Equal(After(19.5), _trigger.Writes[0].At);
    }

    [Fact]
    public void A_late_pulse_is_skipped_and_so_is_all_that_follows()
    {
        _wait.Lateness = Duration.FromMicroseconds(201);

        Release(Pair(20));

        Assert.Empty(_trigger.Writes);
        var report = Reports()[0];
        Assert.Equal((ReleaseKind.Unreleased, 0, LimitId.Lateness), (report.Kind, report.First, report.Reason.Limit));
        Assert.Equal(0.201, report.Reason.AskedValue, 6);
    }

    [Fact]
    public void A_pulse_late_by_exactly_the_tolerance_is_written()
    {
        _wait.Lateness = Duration.FromMicroseconds(200);

        Release(Pair(20));

        Assert.Equal(2, _trigger.Writes.Count);
    }

    [Fact]
    public void A_device_timed_pulse_is_late_only_when_the_device_cannot_make_it()
    {
        _trigger.PulsesPerWrite = 4;
        _trigger.Lead = Duration.FromMilliseconds(3);
        _trigger.LeastLead = Duration.FromMilliseconds(1);
        _wait.Lateness = Duration.FromMilliseconds(2.2);
        Release(Pair(20));
        Assert.Single(_trigger.Writes);

        _wait.Lateness = Duration.FromMilliseconds(2.3);
        _admission.End(_last!, _clock.Now);
        Release(Pair(5000));

        Assert.Single(_trigger.Writes);
    }

    [Fact]
    public void A_train_disarmed_while_it_waits_is_not_written()
    {
        _wait.Meanwhile = () => _admission.Disarm(_clock.Now);

        Release(Pair(20));

        Assert.Empty(_trigger.Writes);
        Assert.Equal(LimitId.NotArmed, Reports()[0].Reason.Limit);
    }

    [Fact]
    public void A_train_disarmed_between_its_pulses_ends_there()
    {
        _wait.Meanwhile = () =>
        {
            if (_wait.Waits.Count == 2)
            {
                _admission.Disarm(_clock.Now);
            }
        };

        Release(Pair(20));

        Assert.Equal([0], _trigger.Writes.Select(w => w.First));
    }

    [Fact]
    public void A_write_that_a_disarming_overtook_is_taken_back_by_the_pulse_thread()
    {
        _trigger.BeforeWrite = () =>
        {
            _admission.Disarm(_clock.Now);
            _trigger.Cancel();
        };

        Release(Pair(20));

        Assert.Single(_trigger.Writes);
        Assert.Equal([0, 1], _trigger.Cancels);
        var reports = Reports();
        Assert.Equal([ReleaseKind.Written, ReleaseKind.Unreleased, ReleaseKind.Ended], reports.Select(r => r.Kind));
        Assert.Equal((1, LimitId.NotArmed), (reports[1].First, reports[1].Reason.Limit));
    }

    [Fact]
    public void A_write_that_the_end_of_its_train_overtook_is_taken_back_too()
    {
        var release = Make(default);
        _trigger.BeforeWrite = release.Stop;

        release.Release(Pair(20));

        Assert.Equal([1], _trigger.Cancels);
    }

    [Fact]
    public void An_armed_train_is_never_taken_back()
    {
        Release(Pair(20));

        Assert.Empty(_trigger.Cancels);
    }

    [Fact]
    public void A_host_that_slept_while_it_waited_writes_nothing()
    {
        _wait.Meanwhile = () => _sleep = Duration.FromSeconds(1);

        Release(Pair(20));

        Assert.Empty(_trigger.Writes);
    }

    [Fact]
    public void A_write_that_fails_is_not_retried()
    {
        _trigger.Outcome = TriggerWriteOutcome.Failed;

        Release(Pair(20));

        Assert.Single(_trigger.Writes);
        Assert.Equal([ReleaseKind.Failed, ReleaseKind.Ended], Reports().Select(r => r.Kind));
    }

    [Fact]
    public void The_least_interval_holds_where_the_byte_is_written_whatever_was_admitted()
    {
        var release = Make(default);
        release.Release(Pair(20));
        _ = Reports();
        var careless = new Admission(Sessions.Limits((LimitId.HorizonFar, 500), (LimitId.ReleaseAge, 600)));
        var again = careless.Admit(SinglePulse(), _clock.Now + Duration.FromMilliseconds(100), _clock.Now);

        release.Release(again);

        Assert.Equal(LimitId.MinimumInterval, Reports()[0].Reason.Limit);
        Assert.Equal(2, _trigger.Writes.Count);
    }

    [Fact]
    public void Theta_burst_goes_out_group_by_group_each_at_its_own_instant()
    {
        _trigger.PulsesPerWrite = 4;
        _trigger.Lead = Duration.FromMilliseconds(3);
        var setting = PercentMso.FromPercent(35);
        var admission = new Admission(
            (Sessions.Settings((LimitId.HorizonFar, 500), (LimitId.ReleaseAge, 600)) with { Patterns = ApprovedPatterns.ThetaBurst }).Resolve(), [setting, setting]);
        var burst = PulseTrain.Create(
            [.. Enumerable.Range(0, 3).Select(k => new Pulse(Sessions.Test, Duration.FromMilliseconds(20 * k), setting))],
            innerCount: 10,
            innerPeriod: Duration.FromMilliseconds(200));

        new PulseRelease(admission.Turnstile, Wiring(default, admission.Turnstile.Limits), _wait, new HostSleep(() => _sleep), _reports)
            .Release(admission.Admit(burst, After(20), _clock.Now));

        Assert.Equal(Enumerable.Range(0, 10).Select(g => (3 * g, 3, After(17 + (200 * g)))), _trigger.Writes);
    }

    private AdmittedTrain? _last;

    private static Instant After(double milliseconds) => Sessions.Start + Duration.FromMilliseconds(milliseconds);

    private static PulseTrain SinglePulse() => PulseTrain.Create([new Pulse(Sessions.Test, default, Sessions.TestSetting)]);

    private AdmittedTrain Pair(double at)
    {
        _clock.AdvanceTo(After(at - 20));
        var train = PulseTrain.Create(
        [
            new Pulse(Sessions.Conditioning, default, Sessions.ConditioningSetting),
            new Pulse(Sessions.Test, Duration.FromMilliseconds(5), Sessions.TestSetting),
        ]);
        return _last = _admission.Admit(train, After(at), _clock.Now);
    }

    private void Release(AdmittedTrain train, Duration triggerToPulse = default) => Make(triggerToPulse).Release(train);

    private PulseRelease Make(Duration triggerToPulse) => new(
        _admission.Turnstile, Wiring(triggerToPulse, _admission.Turnstile.Limits), _wait, new HostSleep(() => _sleep), _reports);

    private OutputWiring Wiring(Duration triggerToPulse, ResolvedLimits limits) => new(
        limits,
        [
            new PlannedOutput(Sessions.ConditioningSetting, 1, triggerToPulse, Duration.FromMilliseconds(1)),
            new PlannedOutput(Sessions.TestSetting, 2, triggerToPulse, Duration.FromMilliseconds(1)),
        ],
        [_trigger]);

    private List<ReleaseReport> Reports()
    {
        var reports = new List<ReleaseReport>();
        while (_reports.TryTake(out var report))
        {
            reports.Add(report);
        }

        return reports;
    }
}
