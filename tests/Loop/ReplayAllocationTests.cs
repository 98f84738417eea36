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
        var experiment = ExperimentLoading.Load(ReplayRun.Experiment);
        using var link = new InProcessPulseLink(ExperimentLimits.Resolve(experiment), ExperimentLimits.DeviceSettings(experiment), _start);
        using var session = Wire(experiment, link);
        var clock = new FakeClock(_start);
        var sequencer = new RecordingSequencer(clock, _streams.Sources, session.Thinking, Duration.FromMilliseconds(2));
        WarmUp(sequencer, clock, session.Thinking);

        var (quiet, decided, trials) = (0, 0L, 0);
        while (true)
        {
            var (decisions, asked) = (session.Thinking.Counts.Decisions, _record.Asked);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var goesOn = sequencer.TryTurn();
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (!goesOn)
            {
                break;
            }

            var begins = _record.Asked > asked;
            Assert.True(bytes <= (begins ? BytesOfATrial : 0), $"{bytes} bytes were allocated in the turn at {clock.Now}.");
            quiet += begins ? 0 : 1;
            trials += begins ? 1 : 0;
            decided += session.Thinking.Counts.Decisions - decisions;
        }

        output.WriteLine($"{quiet} turns without a trial and {trials} with one, {decided} decisions.");
        Assert.InRange(quiet, 30_000, int.MaxValue);
        Assert.InRange(trials, 5, int.MaxValue);
        Assert.InRange(decided, 100, long.MaxValue);
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
