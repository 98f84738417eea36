using System.Reactive.Subjects;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// The thinking side as one fold over the numbered list of its inputs: same inputs, same beliefs, decisions and requests, bit for bit. The
/// sequencer calls it on the acquisition thread; it reads no clock, and after warm-up allocates nothing between a sample and a decision.
/// </summary>
public sealed class Thinking : ITurnTaker, IDisposable
{
    private readonly ThinkingPlan _plan;
    private readonly Evaluation _evaluation;
    private readonly SessionMachine _session;
    private readonly Subject<SampleBlock>[] _raw;
    private readonly IDisposable[] _pipelines;
    private readonly byte[] _scratch;
    private readonly TurnRecord _turn;
    private SampleBlock? _current;
    private int _currentFrame;
    private Instant _taken;
    private long _nextInput = 1;

    /// <summary>Wires the pipelines; allocates everything that the loop needs.</summary>
    public Thinking(ThinkingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _turn = new TurnRecord(plan.Streams.Count);
        _scratch = new byte[InputEncoding.FrameBytes(plan.Streams.Max(stream => stream.Stream.ChannelCount))];
        _evaluation = new Evaluation(plan.Rule, plan.Action, plan.Board, Hashes, Counts, plan.Record);
        _session = new SessionMachine(plan, Counts);
        _raw = [.. plan.Streams.Select(_ => new Subject<SampleBlock>())];
        _pipelines = [.. plan.Streams.Select(Wire)];
    }

    /// <summary>Running hashes of all stages.</summary>
    public StageHashes Hashes { get; } = new();

    /// <summary>What was counted so far.</summary>
    public SessionCounts Counts { get; } = new();

    /// <summary>Where the session stands; other threads may read it.</summary>
    public SessionState State => _session.State;

    /// <summary>The firing side has confirmed that it is disarmed, or was never asked to arm; other threads may read it.</summary>
    public bool IsDisarmed => _session.IsDisarmed;

    /// <summary>Numbers given so far: the next input gets this plus one.</summary>
    public long InputCount => _nextInput - 1;

    /// <inheritdoc/>
    public void BeginTurn(Instant taken)
    {
        _taken = taken;
        _turn.Begin(_nextInput, taken);
        while (_plan.Link.TryTake(out var answer))
        {
            Take(answer);
        }

        while (_plan.Commands.TryTake(out var command))
        {
            Take(command);
        }

        while (_plan.SideLane.TryTake(out var result))
        {
            Take(result);
        }

        while (_plan.Faults.TryTake(taken, out var fault))
        {
            Take(fault);
        }

        _plan.Link.Beat(taken);
    }

    /// <inheritdoc/>
    public void TakeFrames(int stream, SampleBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        block.FirstInput = _nextInput;
        _nextInput += block.FrameCount;
        _turn.Frames[stream] += block.FrameCount;
        Counts.Blocks++;
        _plan.Faults.Saw(stream, _taken);
        _session.Saw(stream, _taken);
        InputEncoding.Append(Hashes.Inputs, stream, block.FirstInput, block, _scratch);
        _plan.Record.Frames(stream, block);
        _current = block;
        _currentFrame = 0;
        _raw[stream].OnNext(block);
        _current = null;
    }

    /// <inheritdoc/>
    public void TakeMarker(int stream, in Marker marker)
    {
        var input = _nextInput++;
        _turn.Frames[stream]++;
        _plan.Faults.Saw(stream, _taken);
        InputEncoding.Append(Hashes.Inputs, input, stream, marker);
        _plan.Record.Marker(stream, marker);
        _session.OnMarker(marker);
    }

    /// <inheritdoc/>
    public void StreamLost(int stream, string reason) => _plan.Faults.StreamLost(stream, reason);

    /// <inheritdoc/>
    public void EndTurn()
    {
        if (_turn.Count > 0)
        {
            _plan.Record.Turn(_turn);
        }
    }

    /// <summary>The last turn is over: trials that wait for something go on record as they are.</summary>
    public void Finish() => _session.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pipeline in _pipelines)
        {
            pipeline.Dispose();
        }

        foreach (var subject in _raw)
        {
            subject.Dispose();
        }
    }

    private IDisposable Wire(StreamPlan stream, int index) => stream.Conditioning(_raw[index]).Subscribe(
        block => OnConditioned(index, block),
        error => throw new InvalidOperationException($"Conditioning of '{stream.Stream.Name}' failed: {error.Message}", error));

    private void OnConditioned(int stream, SampleBlock block)
    {
        InputEncoding.Append(Hashes.Conditioning, stream, 0, block, _scratch);
        var estimators = _plan.Streams[stream].Estimators;
        var isClock = stream == _plan.ClockStream;
        for (var frame = 0; frame < block.FrameCount; frame++)
        {
            var at = block.Timestamps[frame];
            for (var estimator = 0; estimator < estimators.Count; estimator++)
            {
                estimators[estimator].Take(block.Frame(frame), block.Qualities[frame], at);
            }

            _session.OnFrame();
            if (isClock)
            {
                var input = NumberOf(at);
                _evaluation.Evaluate(input, _taken, at, block.Qualities[frame]);
                _session.OnEvaluated(input);
            }
        }
    }

    /// <summary>The number of the raw frame with this timestamp: decimation keeps the timestamps of the frames that it keeps.</summary>
    private long NumberOf(Instant at)
    {
        var block = _current!;
        while (_currentFrame < block.FrameCount - 1 && block.Timestamps[_currentFrame] < at)
        {
            _currentFrame++;
        }

        return block.FirstInput + _currentFrame;
    }

    private void Take(in PulseAnswer answer)
    {
        var input = Number();
        InputEncoding.Append(Hashes.Inputs, input, answer);
        if (answer.Kind is PulseAnswerKind.Admitted or PulseAnswerKind.Refused)
        {
            InputEncoding.AppendVerdict(Hashes.Verdicts, answer);
        }

        _plan.Record.Answer(input, answer);
        _session.OnAnswer(answer);
    }

    private void Take(OperatorCommand command)
    {
        var input = Number();
        InputEncoding.Append(Hashes.Inputs, input, command);
        _plan.Record.Command(input, command);
        _session.OnCommand(command, input, _taken);
    }

    private void Take(SideResult result)
    {
        var input = Number();
        InputEncoding.Append(Hashes.Inputs, input, result);
        _plan.Record.Side(input, result);
        _session.OnSideResult(result, input);
    }

    private void Take(FaultReport fault)
    {
        var input = Number();
        InputEncoding.Append(Hashes.Inputs, input, fault);
        _plan.Record.Fault(input, fault);
        _session.OnFault(fault, input);
    }

    private long Number()
    {
        _turn.Others++;
        return _nextInput++;
    }
}
