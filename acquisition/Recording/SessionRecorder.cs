using System.Runtime.InteropServices;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Records a session: every frame with the timestamp and the quality that the loop used, every marker, and the sequencer's turns.
/// The acquisition thread appends to a bounded ring, a thread of the recorder's own writes the file.
/// </summary>
/// <remarks>
/// A recorder may not lose. If the ring is full or a write fails, <see cref="Lost"/> says so from then on and nothing more is
/// taken:
/// what is on disk stays an unbroken beginning of the session. Appending neither allocates nor waits, and never throws because of
/// the disk. What lies unwritten for more than a quarter of a second of stream time is flushed by itself, the rest by
/// <see cref="RequestFlush"/>; a process killed at any moment leaves a readable file that lacks only what was not flushed.
/// </remarks>
public sealed class SessionRecorder : IDisposable
{
    /// <summary>The default size of the ring: 12 s of 64 channels at 5 kHz.</summary>
    public const int DefaultCapacity = 1 << 24;

    /// <summary>Bytes before each entry: its length and its stream, 4 each.</summary>
    internal const int EntryHeadBytes = 8;

    private readonly ByteRing _ring;
    private readonly ManualResetEventSlim _ready = new(false, spinCount: 0);
    private readonly SessionRecorderWorker _worker;
    private readonly Thread _thread;
    private readonly IReadOnlyList<StreamInfo> _streams;
    private readonly StreamInfo _turns;
    private bool _isDisposed;

    /// <summary>Creates the file, writes its headers and starts the recorder's thread.</summary>
    /// <param name="path">The new file; it must not exist.</param>
    /// <param name="origin">The session's first instant; stamps are seconds since it.</param>
    /// <param name="streams">The streams of the session, of numbers and of text, in the loop's order.</param>
    /// <param name="turns">The stream of turns, of format int64; its channels are the caller's.</param>
    /// <param name="capacity">The ring's size in bytes, rounded up to a power of two.</param>
    /// <exception cref="ArgumentException">The origin is unset, or the turns are not int64.</exception>
    /// <exception cref="IOException">The file exists, or cannot be created.</exception>
    public SessionRecorder(
        string path,
        Instant origin,
        IReadOnlyList<StreamInfo> streams,
        StreamInfo turns,
        int capacity = DefaultCapacity)
        : this(() => XdfWriter.Create(path, SessionFileHeader.FileDescription(origin)), origin, streams, turns, capacity)
    {
    }

    /// <summary>As above, onto any stream, which the recorder then owns: for tests of full and failing disks.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="origin">The session's first instant.</param>
    /// <param name="streams">The streams of the session.</param>
    /// <param name="turns">The stream of turns.</param>
    /// <param name="capacity">The ring's size in bytes.</param>
    public SessionRecorder(
        Stream output,
        Instant origin,
        IReadOnlyList<StreamInfo> streams,
        StreamInfo turns,
        int capacity = DefaultCapacity)
        : this(() => new XdfWriter(output, SessionFileHeader.FileDescription(origin)), origin, streams, turns, capacity)
    {
    }

    private SessionRecorder(
        Func<XdfWriter> create,
        Instant origin,
        IReadOnlyList<StreamInfo> streams,
        StreamInfo turns,
        int capacity)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(turns);
        if (!origin.IsSet)
        {
            throw new ArgumentException("The session's first instant must be set before recording starts.", nameof(origin));
        }

        if (turns.Format != ChannelFormat.Int64)
        {
            throw new ArgumentException($"Turns are recorded as int64, not as {turns.Format}.", nameof(turns));
        }

        (_streams, _turns) = (streams, turns);
        _ring = new ByteRing(capacity);
        _worker = new SessionRecorderWorker(create(), origin, streams, turns, _ring, _ready);
        _thread = new Thread(_worker.Run) { IsBackground = true, Name = "recorder" };
        _thread.Start();
    }

    /// <summary>Why the recording is incomplete; once set it stays. Any thread.</summary>
    public RecorderLoss Lost => _worker.Lost;

    /// <summary>What the operating system said when a write failed, else empty. Any thread.</summary>
    public string LostBecause => _worker.LostBecause;

    /// <summary>Bytes taken and not yet written out of the ring. Any thread.</summary>
    public long Backlog => _ring.Waiting;

    /// <summary>Records the frames of a block. Acquisition thread; neither allocates nor waits.</summary>
    /// <param name="stream">The stream's place in the list given to the constructor.</param>
    /// <param name="block">The frames as the loop takes them.</param>
    public void Append(int stream, SampleBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (TryBegin(stream, block.FrameCount * FrameBytes(block.ChannelCount)))
        {
            for (var frame = 0; frame < block.FrameCount; frame++)
            {
                WriteFrame(block.Timestamps[frame], block.Qualities[frame], block.Frame(frame));
            }

            Publish();
        }
    }

    /// <summary>Records one frame. Acquisition thread; neither allocates nor waits.</summary>
    /// <param name="stream">The stream's place in the list given to the constructor.</param>
    /// <param name="timestamp">The timestamp that the loop uses.</param>
    /// <param name="quality">The quality that the loop uses.</param>
    /// <param name="values">One value a channel.</param>
    public void AppendFrame(int stream, Instant timestamp, SampleQuality quality, ReadOnlySpan<float> values)
    {
        if (values.Length != _streams[stream].ChannelCount)
        {
            throw new ArgumentException(
                $"The frame has {values.Length} values, the stream {_streams[stream].ChannelCount} channels.", nameof(values));
        }

        if (TryBegin(stream, FrameBytes(values.Length)))
        {
            WriteFrame(timestamp, quality, values);
            Publish();
        }
    }

    /// <summary>Records a marker of a text stream. Acquisition thread; neither allocates nor waits.</summary>
    /// <param name="stream">The stream's place in the list given to the constructor.</param>
    /// <param name="marker">The marker as the loop takes it.</param>
    public void AppendMarker(int stream, in Marker marker)
    {
        if (TryBegin(stream, sizeof(long) + (2L * marker.Text.Length)))
        {
            Write(marker.Time.TotalNanoseconds);
            _ring.Write(MemoryMarshal.AsBytes(marker.Text.AsSpan()));
            Publish();
        }
    }

    /// <summary>
    /// Records a turn of the sequencer, after the frames that it took. Acquisition thread; neither allocates nor waits.
    /// </summary>
    /// <param name="taken">When the turn read the clock.</param>
    /// <param name="values">One integer a channel of the turns' stream.</param>
    public void AppendTurn(Instant taken, ReadOnlySpan<long> values)
    {
        if (values.Length != _turns.ChannelCount)
        {
            throw new ArgumentException(
                $"The turn has {values.Length} values, its stream {_turns.ChannelCount} channels.", nameof(values));
        }

        if (TryBegin(_streams.Count, sizeof(long) + (sizeof(long) * values.Length)))
        {
            Write(taken.TotalNanoseconds);
            _ring.Write(MemoryMarshal.AsBytes(values));
            Publish();
        }
    }

    /// <summary>
    /// Asks the recorder's thread to hand everything to the operating system now; call it about once a second. Does not wait.
    /// </summary>
    public void RequestFlush()
    {
        _worker.RequestFlush();
        _ready.Set();
    }

    /// <summary>
    /// Writes what was taken, the footers (unless something was lost), closes the file and ends the thread; waits for it.
    /// </summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _worker.RequestEnd();
        _ready.Set();
        _thread.Join();
        _ready.Dispose();
    }

    internal static int FrameBytes(int channels) => sizeof(long) + (sizeof(float) * (channels + 1));

    private bool TryBegin(int stream, long payload)
    {
        if (_worker.Lost != RecorderLoss.None)
        {
            return false;
        }

        if (!_ring.TryBegin(EntryHeadBytes + payload))
        {
            _worker.SetLost(RecorderLoss.RingOverflow);
            return false;
        }

        Write((int)payload);
        Write(stream);
        return true;
    }

    private void WriteFrame(Instant timestamp, SampleQuality quality, ReadOnlySpan<float> values)
    {
        Write(timestamp.TotalNanoseconds);
        _ring.Write(MemoryMarshal.AsBytes(values));
        Write((float)quality);
    }

    private void Write<T>(T value)
        where T : unmanaged => _ring.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private void Publish()
    {
        if (_ring.Publish())
        {
            _ready.Set();
        }
    }
}
