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
    public void A_full_link_holds_the_request()
    {
        using var session = new TestSession();
        session.Arm();
        session.Link.IsFull = true;

        session.Run(2);

        Assert.Contains((DecisionOutcome.Held, HeldReason.LinkFull), session.Record.Decisions);
        Assert.Equal(0, session.Thinking.Counts.Admitted);
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
