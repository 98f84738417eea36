using System.Buffers.Text;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// A trigger box with a timer of its own, that is not there: the host sends when the edges are to come, the box makes them. Lines
/// of text; times in microseconds of the box's clock.
/// </summary>
/// <remarks>
/// <c>F delay width mask[ delay width mask]…</c> arms up to four edges: <c>A time</c>, then <c>R time mask</c> at each rising
/// edge; <c>E busy</c> while armed, <c>E far</c> beyond 2 s, <c>E form</c> for anything malformed. <c>P</c>: <c>P time</c>.
/// <c>T origin delay width mask…</c> is the same with the delays counted from an instant of the box's clock instead of the
/// acceptance; <c>E late</c> if its first edge is not in the future any more, and then no edge comes.
/// <c>X</c>: drops all edges to come, all lines low, <c>X</c>.
/// <c>V</c>: <c>V closedloop-timerbox 1</c>. An empty line is nothing. An edge bears the time of the compare unit that makes it,
/// which is exact; by how much the emulator's thread was behind is <see cref="WorstLag"/>, a property of this machine and not of
/// a box.
/// </remarks>
public sealed class TimerBoxEmulator : EmulatedDevice
{
    private const int LongestLine = 128;
    private const int LineCount = 8;
    private const int LongestOrigin = 15;

    private readonly DeviceClock _clock;
    private readonly byte[] _line = new byte[LongestLine];
    private readonly ILineListener?[] _listeners = new ILineListener?[LineCount];
    private readonly TimerBoxEdge[] _edges = new TimerBoxEdge[TimerBoxCommand.MostEdges];
    private readonly TimerBoxEdge[] _asked = new TimerBoxEdge[TimerBoxCommand.MostEdges];
    private readonly byte[] _reply = new byte[64];
    private readonly Instant[] _fallsAt = new Instant[LineCount];
    private int _length;
    private int _edgeCount;
    private int _nextEdge;
    private long _origin;

    /// <summary>Plugs a box in, all lines low.</summary>
    /// <param name="name">What the box is called in this set-up, e.g. <c>box</c>.</param>
    /// <param name="settings">Its behaviour; <c>null</c> for the defaults.</param>
    /// <param name="journal">Where it writes its account; <c>null</c> for one in memory.</param>
    public TimerBoxEmulator(string name, TimerBoxSettings? settings = null, ByteJournal? journal = null)
        : base(name, (settings ?? new()).Timing, journal)
    {
        settings ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(settings.InitialMicroseconds, nameof(settings));
        _clock = new DeviceClock(settings.InitialMicroseconds, settings.DriftPpm);
    }

    /// <inheritdoc/>
    public override int BaudRate => 0;

    /// <inheritdoc/>
    public override bool IsTimeCritical => true;

    /// <summary>Rising edges since it was plugged in.</summary>
    public int EdgeCount { get; private set; }

    /// <summary>The longest time by which the emulator's thread was behind one of its edges; zero on virtual time.</summary>
    public Duration WorstLag { get; private set; }

    private protected override Instant NextTimer
    {
        get
        {
            var next = _nextEdge < _edgeCount ? RiseOf(_edges[_nextEdge]) : default;
            foreach (var fall in _fallsAt)
            {
                next = Earlier(next, fall);
            }

            return next;
        }
    }

    private protected override ReadOnlySpan<byte> UnsolicitedFrame => "E form\n"u8;

    private bool IsArmed => _nextEdge < _edgeCount || Array.Exists(_fallsAt, fall => fall.IsSet);

    /// <summary>Wires a line to an input.</summary>
    /// <param name="line">The line, from 1 to 8.</param>
    /// <param name="listener">What hangs on it; replaces what hung there.</param>
    public void Connect(int line, ILineListener listener)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(line, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(line, LineCount);
        ArgumentNullException.ThrowIfNull(listener);
        lock (Gate)
        {
            _listeners[line - 1] = listener;
        }
    }

    /// <inheritdoc/>
    internal override void NoteLag(Duration lag)
    {
        lock (Gate)
        {
            WorstLag = lag > WorstLag ? lag : WorstLag;
        }
    }

    private protected override void OnByte(byte value, Instant at)
    {
        if (value == (byte)'\n')
        {
            Obey(at);
            _length = 0;
        }
        else if (_length < LongestLine)
        {
            _line[_length++] = value;
        }
    }

    private protected override void OnTimer(Instant at)
    {
        for (var line = 0; line < LineCount; line++)
        {
            if (_fallsAt[line].IsSet && _fallsAt[line] <= at)
            {
                Drop(line, at);
            }
        }

        if (_nextEdge < _edgeCount && RiseOf(_edges[_nextEdge]) <= at)
        {
            Raise(_edges[_nextEdge++], at);
        }
    }

    private protected override void OnPanelChange(Instant at) => OnDropToSafe(at);

    private protected override void OnDropToSafe(Instant at)
    {
        _edgeCount = _nextEdge = 0;
        for (var line = 0; line < LineCount; line++)
        {
            if (_fallsAt[line].IsSet)
            {
                Drop(line, at);
            }
        }
    }

    private void Obey(Instant at)
    {
        var line = _line.AsSpan(0, _length);
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        if (line.StartsWith("F "u8))
        {
            Arm(line[2..], _clock.MicrosecondsAt(at), at);
        }
        else if (line.StartsWith("T "u8) && Utf8Parser.TryParse(line[2..], out long origin, out var digits)
            && digits <= LongestOrigin && line[(2 + digits)..].StartsWith(" "u8))
        {
            Arm(line[(3 + digits)..], origin, at);
        }
        else if (line.SequenceEqual("P"u8))
        {
            Say("P ", _clock.MicrosecondsAt(at), at);
        }
        else if (line.SequenceEqual("X"u8))
        {
            OnDropToSafe(at);
            Reply("X\n"u8, at);
        }
        else if (line.SequenceEqual("V"u8))
        {
            Reply("V closedloop-timerbox 1\n"u8, at);
        }
        else if (!line.IsEmpty)
        {
            Reply("E form\n"u8, at);
        }
    }

    private void Arm(ReadOnlySpan<byte> text, long origin, Instant at)
    {
        var now = _clock.MicrosecondsAt(at);
        var count = _length == LongestLine ? 0 : TimerBoxCommand.Read(text, _asked);
        if (count <= 0)
        {
            Reply(count == 0 ? "E form\n"u8 : "E far\n"u8, at);
        }
        else if (origin + _asked[0].DelayMicroseconds < now)
        {
            Reply("E late\n"u8, at);
        }
        else if (origin + _asked[count - 1].DelayMicroseconds > now + TimerBoxCommand.LongestDelay)
        {
            Reply("E far\n"u8, at);
        }
        else if (IsArmed)
        {
            Reply("E busy\n"u8, at);
        }
        else
        {
            _asked.AsSpan(0, count).CopyTo(_edges);
            (_edgeCount, _nextEdge, _origin) = (count, 0, origin);
            Say("A ", now, at);
        }
    }

    private Instant RiseOf(TimerBoxEdge edge) => _clock.InstantOf(_origin + edge.DelayMicroseconds);

    private void Raise(TimerBoxEdge edge, Instant at)
    {
        EdgeCount++;
        for (var line = 0; line < LineCount; line++)
        {
            if ((edge.Mask & (1 << line)) != 0)
            {
                _fallsAt[line] = _clock.InstantOf(_origin + edge.DelayMicroseconds + edge.WidthMicroseconds);
                _listeners[line]?.OnLine(true, at);
            }
        }

        Journal.Add(at, JournalKind.Edge, $"{edge.Mask}");
        Say("R ", _origin + edge.DelayMicroseconds, at, edge.Mask);
    }

    private void Drop(int line, Instant at)
    {
        _fallsAt[line] = default;
        _listeners[line]?.OnLine(false, at);
    }

    private void Say(string word, long time, Instant at, int mask = 0)
    {
        var length = Encoding.ASCII.GetBytes(word, _reply);
        _ = time.TryFormat(_reply.AsSpan(length), out var written);
        length += written;
        if (mask != 0)
        {
            _reply[length++] = (byte)' ';
            _ = mask.TryFormat(_reply.AsSpan(length), out written);
            length += written;
        }

        _reply[length++] = (byte)'\n';
        Reply(_reply.AsSpan(0, length), at);
    }
}
