using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;
using Xunit;

namespace ClosedLoop.Tests.Control;

public sealed class ThinkingTests
{
    [Fact]
    public void A_session_never_starts_armed()
    {
        using var session = new TestSession();

        session.Run(3);

        Assert.Equal(SessionState.Ready, session.Thinking.State);
        Assert.DoesNotContain(session.Link.Asked, request => request.Kind == PulseRequestKind.Stimulate);
        Assert.All(session.Record.Decisions.Where(d => d.Outcome == DecisionOutcome.Held), d => Assert.Equal(HeldReason.NotArmed, d.Reason));
    }

    [Fact]
    public void Armed_it_asks_for_pulses_at_the_trough_no_oftener_than_the_interval()
    {
        using var session = new TestSession();
        session.Arm();

        session.Run(30);

        var asked = session.Link.Asked.Where(request => request.Kind == PulseRequestKind.Stimulate).ToList();
        Assert.InRange(asked.Count, 7, 8);
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= Duration.FromSeconds(4)));
        Assert.All(asked, request => Assert.InRange(
            Math.Abs(Phase.Wrap((2 * Math.PI * 10 * request.At.TotalSeconds) - Math.PI)), 0, 1e-6));
    }

    [Fact]
    public void Every_onset_is_held_refused_or_admitted()
    {
        using var session = new TestSession();
        session.Link.Verdict = request => request.Id % 2 == 0 ? LimitId.DataAge : LimitId.None;
        session.Arm();

        session.Run(30);

        var counts = session.Thinking.Counts;
        Assert.True(counts.Refused > 0 && counts.Admitted > 0 && counts.Held > 0);
        Assert.Equal(counts.Requested, counts.Held + counts.Refused + counts.Admitted);
    }

    [Fact]
    public void A_refused_request_spends_no_trial()
    {
        using var session = new TestSession();
        session.Link.Verdict = _ => LimitId.DeviceReady;
        session.Arm();

        session.Run(5);

        Assert.Empty(session.Runner.Trials);
        Assert.True(session.Thinking.Counts.Refused > 10);
    }

    [Fact]
    public void Data_older_than_allowed_is_not_stimulated_on_and_says_so()
    {
        using var session = new TestSession();
        session.Arm();

        session.Run(5, delay: Duration.FromMilliseconds(60));

        Assert.Equal(0, session.Thinking.Counts.Admitted);
        Assert.Contains((DecisionOutcome.Held, HeldReason.DataTooOld), session.Record.Decisions);
    }

    [Fact]
    public void Data_from_the_future_is_not_stimulated_on_and_says_so()
    {
        using var session = new TestSession();
        session.Arm();

        session.Run(5, delay: Duration.FromMilliseconds(-20));

        Assert.Equal(0, session.Thinking.Counts.Admitted);
        Assert.Contains((DecisionOutcome.Held, HeldReason.DataFromFuture), session.Record.Decisions);
    }

    [Theory]
    [InlineData(SampleQuality.NotFinite)]
    [InlineData(SampleQuality.Blanked)]
    [InlineData(SampleQuality.Contaminated)]
    [InlineData(SampleQuality.AfterGap)]
    public void Nothing_is_asked_for_on_a_bad_sample(SampleQuality quality)
    {
        using var session = new TestSession();
        session.Arm();

        session.Run(5, quality: quality);

        Assert.Equal(0, session.Thinking.Counts.Admitted);
        Assert.Contains((DecisionOutcome.Held, HeldReason.BadSample), session.Record.Decisions);
    }

    [Fact]
    public void A_silent_stream_disarms_and_stays_so_until_a_person_arms_again()
    {
        using var session = new TestSession();
        session.Arm();
        session.Run(1);

        session.Silence(0.3);

        Assert.Equal(SessionState.Faulted, session.Thinking.State);
        Assert.Equal(PulseRequestKind.Disarm, session.Link.Asked[^1].Kind);
        session.Run(5);
        Assert.Equal(PulseRequestKind.Disarm, session.Link.Asked[^1].Kind);
        session.Arm();
        session.Run(5);
        Assert.Equal(SessionState.Armed, session.Thinking.State);
        Assert.Equal(PulseRequestKind.Stimulate, session.Link.Asked[^1].Kind);
    }

    [Fact]
    public void A_fault_of_the_firing_side_ends_the_running_trial_and_disarms()
    {
        using var session = new TestSession();
        session.Link.Fires = false;
        session.Arm();
        session.Run(1);

        session.Link.Answer(new PulseAnswer { Kind = PulseAnswerKind.Disarmed, Fault = FaultKind.DeviceSilent });
        session.Run(5);

        Assert.Equal(SessionState.Faulted, session.Thinking.State);
        var trial = Assert.Single(session.Runner.Trials);
        Assert.Equal("disarmed", trial.Cause);
        Assert.False(trial.IsValid);
    }

    [Fact]
    public void A_pause_disarms_at_once()
    {
        using var session = new TestSession();
        session.Arm();
        session.Commands.Post(new OperatorCommand(OperatorCommandKind.Pause));

        session.Run(5);

        Assert.Equal(SessionState.Ready, session.Thinking.State);
        Assert.Equal(0, session.Thinking.Counts.Admitted);
    }

    [Fact]
    public void After_the_last_trial_the_session_ends_disarmed()
    {
        using var session = new TestSession(trials: 3);
        session.Arm();

        session.Run(20);

        Assert.Equal(SessionState.Ended, session.Thinking.State);
        Assert.Equal(3, session.Record.Trials.Count);
        Assert.All(session.Record.Trials, trial => Assert.True(trial.IsValid));
        Assert.Equal(PulseRequestKind.Disarm, session.Link.Asked[^1].Kind);
    }

    [Fact]
    public void A_full_link_ends_the_loop_so_that_silence_disarms()
    {
        using var session = new TestSession();
        session.Arm();
        session.Link.IsFull = true;

        Assert.ThrowsAny<InvalidOperationException>(() => session.Run(2));
    }

    [Fact]
    public void A_rule_without_a_phase_asks_for_its_pulse_a_fixed_time_after_the_sample()
    {
        using var session = new TestSession(byPower: true);
        session.Arm();

        session.Run(3);

        var asked = session.Link.Asked.First(request => request.Kind == PulseRequestKind.Stimulate);
        Assert.Equal(Duration.FromMilliseconds(20), asked.At - asked.NewestSample);
    }

    [Fact]
    public void Arming_again_waits_until_the_firing_side_has_confirmed_that_it_is_disarmed()
    {
        using var session = new TestSession();
        session.Arm();
        session.Link.ConfirmsDisarming = false;
        session.Commands.Post(new OperatorCommand(OperatorCommandKind.Pause));
        session.Arm();
        Assert.Equal(PulseRequestKind.Disarm, session.Link.Asked[^1].Kind);
        Assert.False(session.Thinking.IsDisarmed);
        session.Link.Answer(new PulseAnswer { Kind = PulseAnswerKind.Disarmed });
        session.Run(0.01);
        session.Arm();
        session.Run(0.01);
        Assert.Equal(SessionState.Armed, session.Thinking.State);
    }

    [Fact]
    public void What_is_armed_after_it_was_paused_is_disarmed_at_once()
    {
        using var session = new TestSession();
        session.Link.ConfirmsArming = false;
        session.Arm();
        session.Commands.Post(new OperatorCommand(OperatorCommandKind.Pause));
        session.Run(0.01);
        var before = session.Link.Asked.Count;

        session.Link.Answer(new PulseAnswer { Kind = PulseAnswerKind.Armed });
        session.Run(1);

        Assert.Equal(PulseRequestKind.Disarm, session.Link.Asked[before].Kind);
        Assert.NotEqual(SessionState.Armed, session.Thinking.State);
        Assert.DoesNotContain(session.Link.Asked, request => request.Kind == PulseRequestKind.Stimulate);
    }

    [Fact]
    public void Nobody_can_arm_while_a_stream_is_silent()
    {
        using var session = new TestSession();
        session.Run(1);
        session.Commands.Post(new OperatorCommand(OperatorCommandKind.Arm));

        session.Silence(0.6);

        Assert.DoesNotContain(session.Link.Asked, request => request.Kind == PulseRequestKind.Arm);
    }

    [Fact]
    public void A_fault_names_itself_to_the_firing_side()
    {
        using var session = new TestSession();
        session.Arm();
        session.Run(1);

        session.Silence(0.3);

        Assert.Equal(FaultKind.StreamLost, session.Link.Asked[^1].Fault);
    }

    [Fact]
    public void A_verdict_that_comes_after_a_disarming_is_still_counted()
    {
        using var session = new TestSession();
        session.Link.Fires = false;
        session.Arm();
        session.Run(1);
        session.Link.Answer(new PulseAnswer { Kind = PulseAnswerKind.Disarmed, Fault = FaultKind.DeviceSilent });
        session.Run(1);

        var counts = session.Thinking.Counts;
        Assert.Equal(counts.Requested, counts.Held + counts.Refused + counts.Admitted);
    }

    [Fact]
    public void A_fit_that_fails_is_a_fault_and_nobody_can_arm()
    {
        using var session = new TestSession(tasks: [new FailingTask()]);

        session.Run(1);
        session.Arm();

        Assert.Equal(SessionState.Faulted, session.Thinking.State);
        Assert.DoesNotContain(session.Link.Asked, request => request.Kind == PulseRequestKind.Arm);
    }

    private sealed class FailingTask : ISideTask
    {
        private bool _isAsked;

        public string Name => "mu";

        public bool IsPending => true;

        public bool TryBecomeDue() => !_isAsked && (_isAsked = true);

        public SideResult Run(long fromInput) => new(Name, fromInput, [], "failed: no rhythm");

        public void Apply(SideResult result)
        {
        }
    }

    [Fact]
    public void Inputs_are_numbered_without_a_gap()
    {
        using var session = new TestSession();
        session.Arm();
        session.Run(10, framesATurn: 7);

        var next = 1L;
        foreach (var (first, count) in session.Record.Turns)
        {
            Assert.Equal(next, first);
            next += count;
        }

        Assert.Equal(next - 1, session.Thinking.InputCount);
    }

    [Fact]
    public void The_beliefs_do_not_depend_on_how_frames_are_cut_into_turns()
    {
        static string Beliefs(int framesATurn)
        {
            using var session = new TestSession();
            session.Run(4, framesATurn);
            return session.Thinking.Hashes.Beliefs.Hex();
        }

        Assert.Equal(Beliefs(1), Beliefs(7));
        Assert.Equal(Beliefs(1), Beliefs(50));
    }

    [Fact]
    public void Nothing_is_allocated_between_a_sample_and_a_decision()
    {
        using var session = new TestSession(record: new SilentRecord());
        session.Run(20);

        var before = GC.GetAllocatedBytesForCurrentThread();
        session.Run(20);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(session.Thinking.Counts.Decisions > 50);
    }
}
