using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>
/// A device behind a serial line, as a thing that happens in time: bytes go in with the instant at which they came, time is moved
/// on, and bytes come out when they are due. It has no clock and no thread of its own, so an hour of it runs in a test as fast as
/// the test calls.
/// </summary>
/// <remarks>
/// Any thread may call; one lock guards all. Within one instant bytes come before timers. On a pseudo-terminal an
/// <see cref="EmulatorHost"/>
/// does the calling.
/// </remarks>
public abstract class EmulatedDevice
{
    private static readonly Duration SplitGap = Duration.FromMilliseconds(20);
    private static readonly Duration Lateness = Duration.FromMilliseconds(800);
    private static readonly byte[] Noise = [0xF3, 0x00, 0xA7];

    private readonly Queue<TimedByte> _input = new();
    private readonly Queue<TimedByte> _output = new();
    private readonly Queue<InjectedFault> _replyFaults = new();
    private readonly SerialTiming _timing;
    private Instant _inputFree;
    private Instant _outputFree;
    private bool _isSilent;

    private protected EmulatedDevice(string name, SerialTiming timing, ByteJournal? journal)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _timing = timing;
        Journal = journal ?? new ByteJournal();
    }

    private readonly record struct TimedByte(Instant Due, byte Value);

    /// <summary>What the device is called in this set-up, e.g. <c>ts</c>.</summary>
    public string Name { get; }

    /// <summary>The device's own account of what happened.</summary>
    public ByteJournal Journal { get; }

    /// <summary>The speed that the device listens at, bits a second; 0 if it does not care (USB).</summary>
    public abstract int BaudRate { get; }

    /// <summary>
    /// True if what this device does by itself must happen to the microsecond, so that its thread spins for the last stretch.
    /// </summary>
    public virtual bool IsTimeCritical => false;

    /// <summary>When something happens next without further input; unset if nothing will.</summary>
    public Instant NextDue
    {
        get
        {
            lock (Gate)
            {
                return Earlier(Earlier(DueOf(_input), DueOf(_output)), NextTimer);
            }
        }
    }

    /// <summary>Guards all state.</summary>
    private protected Lock Gate { get; } = new();

    /// <summary>The device's next own event; unset if none. Called with the lock held.</summary>
    private protected abstract Instant NextTimer { get; }

    /// <summary>
    /// Takes bytes from the host; they count once the wire has brought them, and once <see cref="AdvanceTo"/> reaches that
    /// instant.
    /// </summary>
    public void Receive(ReadOnlySpan<byte> bytes, Instant at)
    {
        lock (Gate)
        {
            Journal.AddBytes(at, JournalKind.FromHost, bytes);
            foreach (var value in bytes)
            {
                _inputFree = Later(_inputFree, at) + _timing.ByteTime;
                _input.Enqueue(new(_inputFree, value));
            }
        }
    }

    /// <summary>Lets everything happen that is due up to an instant, in the order of its times.</summary>
    public void AdvanceTo(Instant now)
    {
        lock (Gate)
        {
            while (true)
            {
                var arrival = DueOf(_input);
                var timer = NextTimer;
                if (arrival.IsSet && arrival <= now && (!timer.IsSet || arrival <= timer))
                {
                    TakeByte(_input.Dequeue().Value, arrival);
                }
                else if (timer.IsSet && timer <= now)
                {
                    OnTimer(timer);
                }
                else
                {
                    return;
                }
            }
        }
    }

    /// <summary>Takes the bytes that the device has sent by an instant.</summary>
    /// <returns>Their number; call again while it equals the span's length.</returns>
    public int TakeOutput(Instant now, Span<byte> into)
    {
        lock (Gate)
        {
            var count = 0;
            while (count < into.Length && _output.TryPeek(out var next) && next.Due <= now)
            {
                into[count++] = _output.Dequeue().Value;
            }

            if (count > 0)
            {
                Journal.AddBytes(now, JournalKind.ToHost, into[..count]);
            }

            return count;
        }
    }

    /// <summary>Makes something go wrong, from this instant on.</summary>
    /// <exception cref="ArgumentException">The fault belongs to the port, not to the device.</exception>
    public void Inject(InjectedFault fault, Instant at)
    {
        AdvanceTo(at);
        lock (Gate)
        {
            Journal.Add(at, JournalKind.Note, $"fault {fault}");
            switch (fault)
            {
                case <= InjectedFault.UnsolicitedFrame:
                    _replyFaults.Enqueue(fault);
                    break;
                case InjectedFault.GoesSilent or InjectedFault.SpeaksAgain:
                    _isSilent = fault == InjectedFault.GoesSilent;
                    break;
                case InjectedFault.PanelChange:
                    OnPanelChange(at);
                    break;
                case InjectedFault.DropsToSafe:
                    OnDropToSafe(at);
                    break;
                default:
                    throw new ArgumentException(
                        $"{fault} happens to a port, not to a device: ask the emulator's host for it.", nameof(fault));
            }
        }
    }

    /// <summary>Notes by how much the thread that lets the device live was behind an event of its.</summary>
    internal virtual void NoteLag(Duration lag)
    {
    }

    /// <summary>Takes one byte from the wire. Called with the lock held.</summary>
    private protected abstract void OnByte(byte value, Instant at);

    /// <summary>Lets the event at <see cref="NextTimer"/> happen; must move it on. Called with the lock held.</summary>
    private protected abstract void OnTimer(Instant at);

    /// <summary>The operator changes a setting. Called with the lock held.</summary>
    private protected abstract void OnPanelChange(Instant at);

    /// <summary>The device goes safe by itself. Called with the lock held.</summary>
    private protected abstract void OnDropToSafe(Instant at);

    /// <summary>A well-formed frame that the device might send unasked.</summary>
    private protected abstract ReadOnlySpan<byte> UnsolicitedFrame { get; }

    /// <summary>Sends a reply, spoiled by the next injected fault if one waits. Called with the lock held.</summary>
    private protected void Reply(ReadOnlySpan<byte> reply, Instant at)
    {
        var start = at + _timing.ThinkTime;
        if (_isSilent)
        {
            return;
        }

        if (!_replyFaults.TryDequeue(out var fault))
        {
            Send(reply, start);
            return;
        }

        switch (fault)
        {
            case InjectedFault.NoReply:
                break;
            case InjectedFault.LateReply:
                Send(reply, start + Lateness);
                break;
            case InjectedFault.LostByte:
                Send(reply[..(reply.Length / 2)], start);
                Send(reply[((reply.Length / 2) + 1)..], start);
                break;
            case InjectedFault.FlippedByte:
                Send(reply[..^1], start);
                Send([(byte)(reply[^1] ^ 0x10)], start);
                break;
            case InjectedFault.SplitReply:
                Send(reply[..(reply.Length / 2)], start);
                Send(reply[(reply.Length / 2)..], start + SplitGap);
                break;
            default:
                Send(fault == InjectedFault.GarbageBefore ? Noise : UnsolicitedFrame, start);
                Send(reply, start);
                break;
        }
    }

    private protected static Instant Earlier(Instant a, Instant b) => !a.IsSet || (b.IsSet && b < a) ? b : a;

    private protected static Instant Later(Instant a, Instant b) => a > b ? a : b;

    private void TakeByte(byte value, Instant at)
    {
        if (!_isSilent)
        {
            OnByte(value, at);
        }
    }

    private void Send(ReadOnlySpan<byte> bytes, Instant start)
    {
        foreach (var value in bytes)
        {
            _outputFree = Later(_outputFree, start) + _timing.ByteTime;
            _output.Enqueue(new(_outputFree, value));
        }
    }

    private static Instant DueOf(Queue<TimedByte> queue) => queue.TryPeek(out var next) ? next.Due : default;
}
