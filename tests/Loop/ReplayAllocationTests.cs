using ClosedLoop.Acquisition;
using ClosedLoop.App;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using Xunit;
using Xunit.Abstractions;

namespace ClosedLoop.Tests.Loop;

/// <summary>What the wired session allocates between a sample and a decision: reading, sequencing, conditioning, model, rule, gate.</summary>
public sealed class ReplayAllocationTests(ITestOutputHelper output) : IDisposable
{
    // A trial is an object that the session keeps; 208 bytes when this was written.
    private const long BytesOfATrial = 256;
    private static readonly Instant _start = Instant.FromSeconds(1);
    private static readonly Instant _warm = Instant.FromSeconds(100);

    private readonly RecordingStreams _streams = new(ExperimentLoading.Load(ReplayRun.Experiment), ReplayRun.Recording, 32);
    private readonly CommandInbox _commands = new();
    private readonly ReplaySilence _record = new();

    [Fact]
    public void Nothing_is_allocated_between_sample_and_decision_except_a_trials_own_record()
    {
        // The runtime itself may allocate in any turn, as when it compiles a method better; what the loop allocates, it allocates every time.
        var passes = Enumerable.Range(0, 3).Select(_ => Pass()).ToList();
        var turns = passes[0];
        for (var turn = 0; turn < turns.Count; turn++)
        {
            var least = passes.Min(pass => pass[turn].Bytes);
            Assert.True(
                least <= (turns[turn].BeginsTrial ? BytesOfATrial : 0), $"{least} bytes were allocated in the turn at {turns[turn].At}, every time.");
        }

        var trials = turns.Count(turn => turn.BeginsTrial);
        var decided = turns.Sum(turn => turn.Decisions);
        output.WriteLine($"{turns.Count - trials} turns without a trial and {trials} with one, {decided} decisions.");
        Assert.InRange(turns.Count - trials, 30_000, int.MaxValue);
        Assert.InRange(trials, 5, int.MaxValue);
        Assert.InRange(decided, 100, long.MaxValue);
    }

    private List<(Instant At, long Bytes, bool BeginsTrial, long Decisions)> Pass()
    {
        using var fresh = new ReplayAllocationTests(output);
        return fresh.Measure();
    }

    private List<(Instant At, long Bytes, bool BeginsTrial, long Decisions)> Measure()
    {
        var experiment = ExperimentLoading.Load(ReplayRun.Experiment);
        using var link = new InProcessPulseLink(ExperimentLimits.Resolve(experiment), ExperimentLimits.DeviceSettings(experiment), _start);
        using var session = Wire(experiment, link);
        var clock = new FakeClock(_start);
        var sequencer = new RecordingSequencer(clock, _streams.Sources, session.Thinking, Duration.FromMilliseconds(2));
        WarmUp(sequencer, clock, session.Thinking);

        var turns = new List<(Instant, long, bool, long)>(100_000);
        while (true)
        {
            var (decisions, asked) = (session.Thinking.Counts.Decisions, _record.Asked);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var goesOn = sequencer.TryTurn();
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (!goesOn)
            {
                return turns;
            }

            turns.Add((clock.Now, bytes, _record.Asked > asked, session.Thinking.Counts.Decisions - decisions));
        }
    }

    public void Dispose() => _streams.Dispose();

    private WiredSession Wire(Experiment experiment, InProcessPulseLink link) => new(experiment, _streams.Infos, new SessionEnds
    {
        Link = link,
        Commands = _commands,
        SideLane = new ImmediateLane(),
        Faults = new NoFaults(),
        Record = _ => _record,
        IsOpenLoop = true,
    });

    /// <summary>Calibrates, arms, and lets some trials go by, so that every way through the code has been taken.</summary>
    private void WarmUp(RecordingSequencer sequencer, FakeClock clock, Thinking thinking)
    {
        while (clock.Now < _warm && sequencer.TryTurn())
        {
            if (thinking.State == SessionState.Ready)
            {
                _commands.Post(new OperatorCommand(OperatorCommandKind.Arm));
            }
        }

        Assert.Equal(SessionState.Armed, thinking.State);
    }
}
