using BenchmarkDotNet.Attributes;
using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;
using ClosedLoop.Model;
using ClosedLoop.Safety;

namespace ClosedLoop.Bench;

/// <summary>The steps between a sample and a decision, one by one; each must allocate nothing.</summary>
[MemoryDiagnoser]
public class PathBenchmarks : IDisposable
{
    private static readonly Duration Horizon = Duration.FromMilliseconds(20);
    private static readonly Frequency Rate = Frequency.FromHertz(500);

    private readonly KalmanOscillator _oscillator = new(Rate, OscillationParameters.Typical(Frequency.FromHertz(10)));
    private readonly BeliefBoard _board = new();
    private readonly StageHash _hash = new();
    private readonly byte[] _frame = new byte[109];
    private readonly ResolvedLimits _limits = new LimitSettings
    {
        Subject = new SubjectFacts { Id = "bench", RestingThreshold = PercentMso.FromPercent(50) },
        Outputs = [new OutputFacts { Name = "ts", Target = StimulusTarget.Motor, IsSimulated = true }],
    }.Resolve();

    private OscillationBeliefs? _beliefs;
    private GateState _gate;
    private PulseRequest _request;
    private long _sample;

    /// <summary>A minute of noise settles the filters.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _beliefs = new OscillationBeliefs(_board, "mu", _oscillator, Rate);
        for (var i = 0; i < 30_000; i++)
        {
            Beliefs();
        }

        _request = new PulseRequest
        {
            Kind = PulseRequestKind.Stimulate,
            Id = 1,
            At = Instant.FromSeconds(2) + Horizon,
            NewestSample = Instant.FromSeconds(2),
            Stimulus = Stimulus.Of(PulseTrain.Create([new Pulse(0, Duration.Zero, PercentMso.FromPercent(50))])),
        };
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _hash.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One sample through the oscillation and its beliefs.</summary>
    [Benchmark(Baseline = true)]
    public void Beliefs()
    {
        var at = Instant.FromSeconds(1) + (Duration.FromMilliseconds(2) * _sample);
        _beliefs!.Step((float)(10 * Math.Sin(0.1256637 * _sample++)), SampleQuality.Good, at);
    }

    /// <summary>The forecast that a phase rule asks for at each frame.</summary>
    [Benchmark]
    public double Forecast() => _oscillator.Forecast(Horizon).Radians;

    /// <summary>The hash of one frame of 21 channels.</summary>
    [Benchmark]
    public void Hash() => _hash.Append(_frame);

    /// <summary>The gate's judgement of one request (here: refused, since nothing is armed).</summary>
    [Benchmark]
    public bool Gate()
    {
        _request.Id++;
        return Safety.Gate.Take(ref _gate, GateInput.OfRequest(_request.Id, Instant.FromSeconds(2), _request), _limits).IsRefused;
    }
}
