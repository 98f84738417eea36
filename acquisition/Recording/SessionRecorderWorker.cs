using System.Runtime.InteropServices;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>What the recorder's own thread does: takes entries out of the ring and writes them.</summary>
internal sealed class SessionRecorderWorker
{
    private const long FlushNanoseconds = 250_000_000;
    private const long BoundaryNanoseconds = 10_000_000_000;

    private readonly XdfWriter _writer;
    private readonly Instant _origin;
    private readonly IReadOnlyList<StreamInfo> _streams;
    private readonly ByteRing _ring;
    private readonly ManualResetEventSlim _ready;
    private readonly int[] _ids;
    private readonly int _turnsId;
    private readonly float[] _frame;
    private readonly long[] _turn;
    private char[] _text = new char[1024];
    private volatile int _lost;
    private volatile string _lostBecause = "";
    private volatile bool _flushRequested;
    private volatile bool _endRequested;
    private long _newest;
    private long _flushedAt;
    private long _boundaryAt;

    public SessionRecorderWorker(
        XdfWriter writer,
        Instant origin,
        IReadOnlyList<StreamInfo> streams,
        StreamInfo turns,
        ByteRing ring,
        ManualResetEventSlim ready)
    {
        (_writer, _origin, _streams, _ring, _ready) = (writer, origin, streams, ring, ready);
        _newest = _flushedAt = _boundaryAt = origin.TotalNanoseconds;
        try
        {
            _ids = [.. streams.Select(Add)];
            _turnsId = writer.AddStream(turns, SessionFileHeader.StreamDescription(SessionStreamRole.Turns, ChannelFormat.Int64));
            writer.Flush();
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        _frame = new float[streams.Select(stream => stream.ChannelCount + 1).DefaultIfEmpty(1).Max()];
        _turn = new long[turns.ChannelCount];
    }

    public RecorderLoss Lost => (RecorderLoss)_lost;

    public string LostBecause => _lostBecause;

    /// <summary>Keeps the first cause.</summary>
    public void SetLost(RecorderLoss loss) => Interlocked.CompareExchange(ref _lost, (int)loss, (int)RecorderLoss.None);

    public void RequestFlush() => _flushRequested = true;

    public void RequestEnd() => _endRequested = true;

    public void Run()
    {
        try
        {
            TakeUntilEnd();
            End();
        }
        catch (Exception failure)
        {
            // Whatever it was, it ends the recording and becomes a fault; it must not end the process that holds the session.
            _lostBecause = failure.Message;
            SetLost(RecorderLoss.WriteFailed);
            Abandon();
        }
    }

    private void TakeUntilEnd()
    {
        while (true)
        {
            // The order matters: what is appended after the reset sets the signal again, and what was appended before the end was
            // requested is taken below.
            _ready.Reset();
            var isEnding = _endRequested;
            TakeEntries();
            if (isEnding)
            {
                return;
            }

            _ready.Wait();
        }
    }

    private void TakeEntries()
    {
        // What was appended before the flush was requested lies in the ring by now, and is taken before the flush.
        var isFlushRequested = _flushRequested;
        _flushRequested = false;
        while (_ring.Waiting > 0)
        {
            TakeEntry();
            FlushIfDue();
        }

        if (isFlushRequested)
        {
            Flush();
        }
    }

    private void TakeEntry()
    {
        Span<int> head = stackalloc int[2];
        _ring.Read(MemoryMarshal.AsBytes(head));
        var (length, stream) = (head[0], head[1]);
        if (stream == _streams.Count)
        {
            TakeTurn();
        }
        else if (_streams[stream].IsText)
        {
            TakeMarker(stream, (length - sizeof(long)) / 2);
        }
        else
        {
            TakeFrames(stream, length / SessionRecorder.FrameBytes(_streams[stream].ChannelCount));
        }

        _ring.Release();
    }

    private void TakeFrames(int stream, int count)
    {
        var values = _frame.AsSpan(0, _streams[stream].ChannelCount + 1);
        for (var i = 0; i < count; i++)
        {
            var stamp = TakeStamp();
            _ring.Read(MemoryMarshal.AsBytes(values));
            _writer.WriteFrame(_ids[stream], stamp, values);
        }
    }

    private void TakeMarker(int stream, int length)
    {
        var stamp = TakeStamp();
        if (length > _text.Length)
        {
            _text = new char[length];
        }

        var text = _text.AsSpan(0, length);
        _ring.Read(MemoryMarshal.AsBytes(text));
        _writer.WriteMarker(_ids[stream], stamp, text.ToString());
    }

    private void TakeTurn()
    {
        var stamp = TakeStamp();
        _ring.Read(MemoryMarshal.AsBytes(_turn.AsSpan()));
        _writer.WriteFrame(_turnsId, stamp, _turn);
    }

    private double TakeStamp()
    {
        var nanoseconds = 0L;
        _ring.Read(MemoryMarshal.AsBytes(new Span<long>(ref nanoseconds)));
        _newest = Math.Max(_newest, nanoseconds);
        return SessionStamp.FromInstant(Instant.FromNanoseconds(nanoseconds), _origin);
    }

    private void FlushIfDue()
    {
        if (_newest - _boundaryAt >= BoundaryNanoseconds)
        {
            _writer.WriteBoundary();
            _boundaryAt = _newest;
        }

        if (_newest - _flushedAt >= FlushNanoseconds)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _writer.Flush();
        _flushedAt = _newest;
    }

    private void End()
    {
        if (Lost == RecorderLoss.None)
        {
            _writer.Close();
            return;
        }

        // Without footers, so that the file says that it was not closed whole.
        _writer.Flush();
        _writer.Dispose();
    }

    private void Abandon()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes once more; that the disk is gone is known already.
        }
    }

    private int Add(StreamInfo stream)
    {
        var role = stream.IsText ? SessionStreamRole.Markers : SessionStreamRole.Frames;
        var description = SessionFileHeader.StreamDescription(role, stream.Format);
        return _writer.AddStream(Recorded(stream), description);
    }

    /// <summary>
    /// How a stream is recorded: markers in one channel of text, frames as float32 with the quality behind them.
    /// </summary>
    private static StreamInfo Recorded(StreamInfo stream) => stream.IsText
        ? stream with { Channels = [stream.Channels[0]] }
        : stream with
        {
            Format = ChannelFormat.Float32,
            Channels = [.. stream.Channels, new ChannelInfo("quality", "", "Quality")],
        };
}
