using System.Diagnostics.CodeAnalysis;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>
/// A timer box on a serial line (docs/timer-box.md): a micro-controller that takes up to four edges in one line of text, makes them
/// with its own timer, and reports when each left. The host only has to write early enough.
/// </summary>
/// <remarks>
/// An edge at an instant is asked for at that instant of the box's clock, which pings keep fitted. So a line that is held up on its
/// way makes no late edge: the box refuses it, and the pulse is skipped. The time of a report is brought onto this machine's clock
/// with a stated bound.
/// </remarks>
public sealed class TimerBox : ITrigger
{
    private const int Questions = 12;
    private static readonly Duration AnswerTime = Duration.FromMilliseconds(400);
    private static readonly Duration PingPeriod = Duration.FromMilliseconds(500);
    private static readonly Duration QuietBeforeWrite = Duration.FromMilliseconds(50);
    private static readonly Duration LeastDelay = Duration.FromMicroseconds(100);
    private static readonly Duration WriteTime = Duration.FromMilliseconds(1);

    private readonly byte[] _line = GC.AllocateArray<byte>(TimerBoxText.LongestLine + 8, pinned: true);
    private readonly SpscRing<TriggerEvent> _events = new(256);
    private readonly WakeWord _idle = new();
    private readonly TimerBoxEdges _edges = new();
    private readonly TimerBoxClock _boxClock = new();
    private readonly TimerBoxReader _reader;
    private readonly SerialPort _port;
    private readonly Clock _clock;
    private readonly WiredOutput[] _wiring;
    private readonly Duration _holdUp;
    private readonly int _longestLine;
    private TimerBoxWire _wire;
    private Instant _pingSent;
    private Instant _pingAnswered;
    private long _nextWrite;
    private bool _isPingOpen;
    private bool _isGone;
    private int _missed;

    /// <summary>Opens the port, asks for the box's name, and fits its clock; takes about 0.1 s.</summary>
    /// <param name="config">Port; options <c>baud</c> (115200), <c>lines</c> (8; 1 to 32), <c>bias_us</c> (0), <c>spread_us</c> (50),
    /// <c>lead_ms</c> (8; 1 to 500): by how much more than its time on the wire a line is sent before its first edge.</param>
    /// <param name="outputs">The outputs on its lines.</param>
    /// <param name="clock">This machine's clock.</param>
    /// <exception cref="SerialPortException">The port cannot be opened, or no timer box answers.</exception>
    /// <exception cref="ArgumentException">A wrong option.</exception>
    public TimerBox(DeviceConfig config, IReadOnlyList<WiredOutput> outputs, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(clock);
        config.AllowOnly("baud", "lines", "bias_us", "spread_us", "lead_ms");
        Name = config.Name;
        var bias = Duration.FromMicroseconds(config.WholeNumber("bias_us", 0, -100_000, 100_000));
        var spread = Duration.FromMicroseconds(config.WholeNumber("spread_us", 50, 0, 100_000));
        Lines = [.. Enumerable.Range(1, config.WholeNumber("lines", 8, 1, 32)).Select(i => new TriggerLine(i, bias, spread))];
        _holdUp = Duration.FromMilliseconds(config.WholeNumber("lead_ms", 8, 1, 500));
        _wiring = ByOutput(outputs);
        _longestLine = TimerBoxText.LongestLineFor(Lines.Count, outputs.Select(o => o.Width).DefaultIfEmpty().Max());
        _clock = clock;
        _port = SerialPort.Open(config.Port, config.WholeNumber("baud", 115_200, 9_600, 1_000_000));
        _reader = new TimerBoxReader(_port, clock);
        try
        {
            Connect();
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSimulated => _port.IsPseudoTerminal;

    /// <inheritdoc/>
    public TriggerTiming Timing => TriggerTiming.DeviceTimed;

    /// <inheritdoc/>
    public IReadOnlyList<TriggerLine> Lines { get; }

    /// <inheritdoc/>
    public int PulsesPerWrite => TimerBoxText.EdgesPerLine;

    /// <summary>The longest line that its outputs can need, on the wire, and the option <c>lead_ms</c> for what may hold it up.</summary>
    public Duration Lead => _wire.TimeOf(_longestLine) + _holdUp;

    /// <summary>The shortest line on the wire, and the least delay; the write itself knows the line and is stricter.</summary>
    public Duration LeastLead => _wire.TimeOf("T 1000000 0 1 1\n".Length) + LeastDelay;

    /// <inheritdoc/>
    public Duration Reach => Duration.FromMicroseconds(TimerBoxText.GreatestDelay);

    /// <summary>Four reports on the wire behind a ping's answer, and 20 ms for the adapter's buffer timer.</summary>
    public Duration ReportTime => (_port.ByteTime * 160) + Duration.FromMilliseconds(20);

    /// <inheritdoc/>
    public bool IsReady => Volatile.Read(ref _missed) == 0 && !Volatile.Read(ref _isGone);

    /// <inheritdoc/>
    public Instant NextWrite
    {
        get => Instant.FromNanoseconds(Volatile.Read(ref _nextWrite));
        set => Volatile.Write(ref _nextWrite, value.TotalNanoseconds);
    }

    /// <inheritdoc/>
    public TriggerWrite Write(AdmittedTrain train, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(train);
        var started = _clock.Now;
        if (_edges.ArePending && started < _edges.Last + ReportTime)
        {
            return new TriggerWrite(TriggerWriteOutcome.Busy, started, started);
        }

        _edges.Fill(train, first, count, _wiring, Lines[0].Bias);
        var length = _edges.Compose(_line, _boxClock.ToDevice(_edges.First));
        if (length == 0 || _edges.First - (_clock.Now + _wire.TimeOf(length)) < LeastDelay)
        {
            _edges.Forget();
            return new TriggerWrite(TriggerWriteOutcome.TooLate, started, _clock.Now);
        }

        var sent = _port.Write(_line.AsSpan(0, length), WriteTime);
        return new TriggerWrite(
            sent == SerialStatus.Done ? TriggerWriteOutcome.Written : TriggerWriteOutcome.Failed, started, _clock.Now);
    }

    /// <inheritdoc/>
    public void Cancel() => _port.Write("X\n"u8, WriteTime);

    /// <inheritdoc/>
    public void Attend(Duration atMost)
    {
        if (Volatile.Read(ref _isGone))
        {
            _idle.WaitWhile(_idle.Value, atMost);
            return;
        }

        PingIfDue();
        switch (_reader.TryReadLine(atMost, out var line))
        {
            case SerialStatus.Done:
                Take(line);
                break;
            case SerialStatus.TimedOut:
                break;
            default:
                Volatile.Write(ref _isGone, true);
                Tell(TriggerEventKind.Unplugged);
                break;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out TriggerEvent triggerEvent) => _events.TryTake(out triggerEvent);

    /// <summary>Cancels what is armed and closes the port.</summary>
    public void Dispose()
    {
        Cancel();
        Release();
    }

    private void Release()
    {
        _port.Dispose();
        _events.Dispose();
        _idle.Dispose();
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        var rest = line[1..];
        switch (line[0])
        {
            case (byte)'R' when TimerBoxText.TryTakeNumber(ref rest, out var device) && TimerBoxText.TryTakeNumber(ref rest, out var mask):
                TakeEdge(device, mask);
                break;
            case (byte)'P' when _isPingOpen && TimerBoxText.TryTakeNumber(ref rest, out var device):
                _isPingOpen = false;
                _pingAnswered = _clock.Now;
                Volatile.Write(ref _missed, 0);
                _boxClock.Add(_pingSent, _reader.LineAt, device, _wire, 2, line.Length + 1);
                break;
            case (byte)'A':
                _edges.Accept();
                break;
            case (byte)'X':
                _edges.ForgetDropped();
                break;
            case (byte)'E' when line.SequenceEqual("E late"u8) && _edges.ArePending:
                _events.TryPush(new TriggerEvent(TriggerEventKind.TooLate, _edges.FirstPulse, _clock.Now, Duration.Zero));
                _edges.Forget();
                break;
            case (byte)'E':
                Tell(TriggerEventKind.Refused);
                break;
            default:
                // Noise. If it was a report, the edge's report is missing, and that is the fault.
                break;
        }
    }

    private void TakeEdge(long device, long mask)
    {
        if (!_edges.TryReport(mask, out var pulse, out var pulses))
        {
            Tell(TriggerEventKind.Unasked);
            return;
        }

        var at = _boxClock.ToHost(device, out var bound);
        for (; pulses != 0; pulses >>= 1, pulse++)
        {
            if ((pulses & 1) != 0)
            {
                _events.TryPush(new TriggerEvent(TriggerEventKind.Edge, pulse, at, bound));
            }
        }
    }

    private void PingIfDue()
    {
        var now = _clock.Now;
        var next = NextWrite;
        if (next.IsSet && next - now < QuietBeforeWrite)
        {
            return;
        }

        if (_isPingOpen && now - _pingSent > AnswerTime)
        {
            _isPingOpen = false;
            Volatile.Write(ref _missed, _missed + 1);
            if (_missed == 2)
            {
                Tell(TriggerEventKind.Silent);
            }
        }

        if (!_isPingOpen && now - _pingAnswered > PingPeriod)
        {
            _pingSent = _clock.Now;
            _isPingOpen = _port.Write("P\n"u8, WriteTime) == SerialStatus.Done;
        }
    }

    private void Tell(TriggerEventKind kind) => _events.TryPush(new TriggerEvent(kind, -1, _clock.Now, Duration.Zero));

    private void Connect()
    {
        Identify();
        var shortest = Duration.FromSeconds(1);
        var longest = Duration.FromSeconds(1);
        var answerBytes = 0;
        for (var i = 0; i < Questions; i++)
        {
            var trip = Ask("P\n"u8, out var answer);
            answerBytes = Math.Max(answerBytes, answer.Length + 1);
            shortest = trip < shortest ? trip : shortest;
            trip = Ask("V\n"u8, out _);
            longest = trip < longest ? trip : longest;
        }

        _wire = TimerBoxWire.Fit(shortest, longest, 2, answerBytes, TimerBoxText.Identity.Length + 1, _port.ByteTime);
        for (var i = 0; i < Questions; i++)
        {
            var sent = _clock.Now;
            Ask("P\n"u8, out var answer);
            var rest = answer[1..];
            if (TimerBoxText.TryTakeNumber(ref rest, out var device))
            {
                _boxClock.Add(sent, _reader.LineAt, device, _wire, 2, answer.Length + 1);
            }
        }

        _pingAnswered = _clock.Now;
    }

    // A board may restart when its port is opened, so the first questions may be lost.
    private void Identify()
    {
        Cancel();
        var deadline = _clock.Now + Duration.FromSeconds(4);
        while (_clock.Now < deadline)
        {
            _ = _port.Write("V\n"u8, AnswerTime);
            while (_reader.TryReadLine(AnswerTime, out var line) == SerialStatus.Done)
            {
                if (line.SequenceEqual(TimerBoxText.Identity))
                {
                    return;
                }
            }
        }

        ThrowNoBox();
    }

    private Duration Ask(ReadOnlySpan<byte> question, out ReadOnlySpan<byte> answer)
    {
        var sent = _clock.Now;
        _ = _port.Write(question, AnswerTime);
        while (_reader.TryReadLine(AnswerTime, out answer) == SerialStatus.Done)
        {
            if (answer[0] == question[0])
            {
                return _reader.LineAt - sent;
            }
        }

        ThrowNoBox();
        return default;
    }

    [DoesNotReturn]
    private void ThrowNoBox() => throw new SerialPortException(
        $"No timer box answers at {_port.Path} with {_port.Baud} baud (device '{Name}'). Check the port, the cable, and that its firmware speaks 'closedloop-timerbox 1'.");

    private static WiredOutput[] ByOutput(IReadOnlyList<WiredOutput> outputs)
    {
        var wiring = new WiredOutput[outputs.Count == 0 ? 0 : outputs.Max(o => o.Output) + 1];
        foreach (var output in outputs)
        {
            wiring[output.Output] = output;
        }

        return wiring;
    }
}
