using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>Cuts what comes from a timer box into lines. One thread; nothing allocates after construction.</summary>
internal sealed class TimerBoxReader
{
    private readonly byte[] _buffer = GC.AllocateArray<byte>(256, pinned: true);
    private readonly SerialPort _port;
    private readonly Clock _clock;
    private int _start;
    private int _end;

    public TimerBoxReader(SerialPort port, Clock clock)
    {
        _port = port;
        _clock = clock;
    }

    /// <summary>When the last line was complete here.</summary>
    public Instant LineAt { get; private set; }

    /// <summary>Gives the next line that is not empty, without its end; valid until the next call.</summary>
    /// <returns>Done; TimedOut when none was complete in the time; or what happened to the port.</returns>
    public SerialStatus TryReadLine(Duration timeout, out ReadOnlySpan<byte> line)
    {
        var deadline = _clock.Now + timeout;
        while (!TryCut(out line))
        {
            MakeRoom();
            var left = deadline - _clock.Now;
            var status = _port.Read(_buffer.AsSpan(_end), left < Duration.Zero ? Duration.Zero : left, out var count);
            if (status != SerialStatus.Done)
            {
                return status;
            }

            LineAt = _clock.Now;
            _end += count;
        }

        return SerialStatus.Done;
    }

    private bool TryCut(out ReadOnlySpan<byte> line)
    {
        line = default;
        while (line.IsEmpty)
        {
            var held = _buffer.AsSpan(_start, _end - _start);
            var length = held.IndexOf((byte)'\n');
            if (length < 0)
            {
                return false;
            }

            line = held[..length].TrimEnd((byte)'\r');
            _start += length + 1;
        }

        return true;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            // Noise without an end of line: no line of this protocol is that long.
            _end = 0;
        }
    }
}
