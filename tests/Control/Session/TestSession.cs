using ClosedLoop.Acquisition;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Model;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Control;

/// <summary>A session of one EEG stream at 500 Hz whose rhythm is a known sine of 10 Hz, with single pulses at its trough.</summary>
internal sealed class TestSession : IDisposable
{
    private static readonly StreamInfo Eeg = new("eeg", "EEG", Frequency.FromHertz(500), ChannelFormat.Float32, [new("C3", "uV")]);

    private readonly SineOscillation _sine = new(10);
    private readonly SampleBlock _block = new(Eeg, 64);
    private int _frame;

    public TestSession(int trials = 100, double interval = 4, ISessionRecord? record = null, IReadOnlyList<ISideTask>? tasks = null, bool byPower = false)
    {
        var board = new BeliefBoard();
        var slot = board.Declare("mu.phase", "rad");
        var condition = new Condition(
            "single", PulseTrain.Create([new Pulse(0, Duration.Zero, PercentMso.FromPercent(50))]), false, 0);
        var plan = TrialPlan.Draw([condition], trials, 1, Duration.FromSeconds(interval), 0, Duration.Zero, 1);
        Runner = new TrialRunner(plan, Link, Duration.FromMilliseconds(50), Duration.FromMilliseconds(20), board, _sine, "");
        Thinking = new Thinking(new ThinkingPlan
        {
            Streams = [new StreamPlan(Eeg, raw => raw, [new Estimator(_sine, board, slot)])],
            ClockStream = 0,
            Board = board,
            Rule = byPower ? new ThresholdRule(board, "mu.phase", 1, 2) : new PhaseRule("mu", _sine, Phase.Trough, Duration.FromMilliseconds(20), Frequency.FromHertz(500)),
            Trials = Runner,
            Action = Runner,
            Link = Link,
            Commands = Commands,
            SideLane = new ImmediateLane(),
            Faults = Faults,
            SideTasks = tasks ?? [],
            Record = record ?? Record,
        });
    }

    public ScriptedLink Link { get; } = new();

    public CommandInbox Commands { get; } = new();

    public StreamWatch Faults { get; } = new([Eeg], Duration.FromMilliseconds(200));

    public NotedRecord Record { get; } = new();

    public TrialRunner Runner { get; }

    public Thinking Thinking { get; }

    public Instant Now => Instant.FromSeconds(1) + (Duration.FromMilliseconds(2) * _frame);

    /// <summary>Runs for so many seconds, in turns of so many frames.</summary>
    public void Run(double seconds, int framesATurn = 1, Duration delay = default, SampleQuality quality = SampleQuality.Good)
    {
        for (var end = _frame + (int)(seconds * 500); _frame < end;)
        {
            _block.Clear();
            for (var i = 0; i < framesATurn && _frame < end; i++, _frame++)
            {
                _block.Append(Now, quality)[0] = _frame % 50;
            }

            Thinking.BeginTurn(_block.Timestamps[^1] + delay + Duration.FromMilliseconds(1));
            Thinking.TakeFrames(0, _block);
            Thinking.EndTurn();
        }
    }

    /// <summary>A turn in which nothing came in, so much later.</summary>
    public void Silence(double seconds)
    {
        Thinking.BeginTurn(Now + Duration.FromSeconds(seconds));
        Thinking.EndTurn();
    }

    public void Arm()
    {
        Run(0.004);
        Commands.Post(new OperatorCommand(OperatorCommandKind.Arm));
        Run(0.004);
    }

    public void Dispose() => Thinking.Dispose();

    private sealed class Estimator(SineOscillation sine, BeliefBoard board, int slot) : IFrameEstimator
    {
        public void Take(ReadOnlySpan<float> values, SampleQuality quality, Instant at)
        {
            sine.Step(values[0], quality, at);
            board.Set(slot, sine.Forecast(Duration.Zero).Radians, 0.1, at);
        }
    }
}
