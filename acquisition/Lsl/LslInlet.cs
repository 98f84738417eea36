using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Receives a stream of Lab Streaming Layer, on the thread that polls it: no thread of its own, so one acquisition thread serves
/// any number of inlets. Times are on the local clock.
/// </summary>
/// <remarks>
/// Set-up (<see cref="TryOpen"/>, <see cref="TryRecover"/>) waits and allocates; <see cref="Poll"/> does neither, after warm-up. Frames that
/// arrive while nobody polls wait in the kernel and in the outlet, which drops the oldest: compare a frame's time with the clock.
/// Silence is not loss: compare <see cref="LastArrival"/> with the clock, for a machine that lost its power says nothing.
/// </remarks>
/// <example><code>
/// var found = LslResolver.Resolve(LslQuery.ByType("EEG"), minimum: 1, Duration.FromSeconds(2));
/// if (LslInlet.TryOpen(found.Sources[0], Duration.FromSeconds(5), out var inlet, out var fault))
/// {
///     var block = new SampleBlock(inlet.Info, capacity: 64);
///     inlet.Poll(block, clock.Now);
/// }
/// </code></example>
public sealed class LslInlet : IDisposable
{
    // Bounds the time of one poll when the block is large and the backlog too.
    private const int MostReceives = 16;

    private readonly LslInletSettings _settings;
    private readonly Socket _data;
    private readonly LslTimeProbe _probe;
    private readonly LslFormat _format;
    private readonly LslFrameReader _reader;
    private readonly LslStamps _stamps;
    private readonly LslTextTable _texts = new();
    private readonly bool _isSameHost;
    private readonly long _lostBefore;

    internal LslInlet(LslSource source, LslInletSettings settings, LslFeed feed, LslTimeProbe probe, LslInlet? before)
    {
        Source = source;
        Info = before?.Info ?? source.Info;
        _settings = settings;
        _data = feed.Socket;
        _reader = feed.Reader;
        _probe = probe;
        _format = LslFormat.Of(source.Info.Format);
        _isSameHost = string.Equals(source.HostName, Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
        _stamps = new LslStamps(source.Info.NominalRate, before?._stamps.Last ?? default);
        _lostBefore = before?.LostFrames ?? 0;
        LastArrival = (settings.Clock ?? MonotonicClock.Instance).Now;
        Correct();
    }

    /// <summary>The stream, with labels and units as its sender describes them.</summary>
    public StreamInfo Info { get; }

    /// <summary>Where it comes from.</summary>
    public LslSource Source { get; }

    /// <summary>True once no more frames will come: the sender closed, the network failed, or the feed makes no sense. See <see cref="Fault"/>.</summary>
    public bool IsLost => Fault is not null;

    /// <summary>Why the stream is lost, in a sentence; null while it is not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Local clock of the poll that last found bytes; of opening, before that.</summary>
    public Instant LastArrival { get; private set; }

    /// <summary>
    /// Frames of a regular stream that are missing, by the gaps between its stamps, since it was first opened. Falls again when a
    /// sender that was only held up catches up within a second.
    /// </summary>
    public long LostFrames => _lostBefore + _stamps.LostFrames;

    /// <summary>Bytes that have arrived and were not yet taken, here and in the kernel.</summary>
    public int Backlog => _reader.Pending + (IsLost ? 0 : _data.Available);

    /// <summary>What the probes say of the sender's clock against ours.</summary>
    public ClockOffset ClockOffset => _probe.Current;

    /// <summary>
    /// What is added to the sender's stamps. Exactly zero for a sender on this machine: both read the same clock, and the estimate
    /// would only add its noise (tens of µs). That it is the same machine is believed only if its name is ours and the estimate
    /// agrees with zero within its bound.
    /// </summary>
    public Duration Correction => _stamps.Correction;

    /// <summary>True if bytes are here that did not fit into the block of the last poll, so that there is nothing to wait for.</summary>
    internal bool HasFramesLeft { get; private set; }

    /// <summary>For waiting on the data; <see cref="LslPoller"/> does it for several inlets.</summary>
    internal Socket DataSocket => _data;

    /// <summary>For waiting on the answers of the time service.</summary>
    internal Socket TimeSocket => _probe.Socket;

    /// <summary>
    /// Opens a stream: full description, feed, both test frames, and a first measurement of the sender's clock. Blocks up to
    /// <paramref name="timeout"/>; not for the acquisition thread.
    /// </summary>
    /// <returns>False, with a sentence in <paramref name="fault"/>, if any of these fails.</returns>
    public static bool TryOpen(
        LslSource source,
        Duration timeout,
        [NotNullWhen(true)] out LslInlet? inlet,
        [NotNullWhen(false)] out string? fault,
        LslInletSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return LslInletOpening.TryOpen(source, Deadline.In(timeout), settings ?? new LslInletSettings(), null, out inlet, out fault);
    }

    /// <summary>
    /// Finds a lost stream again by its source id, also if its program was started anew, and opens it as a new inlet that goes on
    /// where this one ended: the same <see cref="Info"/>, times never earlier, the first frame <see cref="SampleQuality.AfterGap"/>.
    /// Blocks up to <paramref name="timeout"/>; call it off the acquisition thread, and exchange the inlets there.
    /// </summary>
    /// <returns>False, with a sentence, if the stream has no source id, or not exactly one stream like it is found.</returns>
    public bool TryRecover(
        Duration timeout,
        [NotNullWhen(true)] out LslInlet? successor,
        [NotNullWhen(false)] out string? fault,
        LslResolverSettings? resolver = null) =>
        LslInletOpening.TryRecover(this, _settings, Deadline.In(timeout), resolver, out successor, out fault);

    /// <summary>
    /// Appends the frames that have arrived to a block, as many as fit; the rest stays for the next poll. Asks the time service when
    /// due. Never waits; allocates nothing, but for the sentence when the stream is lost.
    /// </summary>
    /// <param name="block">A block with this stream's channel count.</param>
    /// <param name="taken">The local clock, read once for this turn.</param>
    /// <returns>How many frames were appended.</returns>
    /// <exception cref="InvalidOperationException">The stream is of text.</exception>
    /// <exception cref="ArgumentException">The block has another number of channels.</exception>
    public int Poll(SampleBlock block, Instant taken)
    {
        ArgumentNullException.ThrowIfNull(block);
        RefuseMisuse(block);
        var before = block.FrameCount;
        PollClock();
        var receives = 0;
        while (Drain(block) && receives++ < MostReceives && Receive(taken))
        {
        }

        return block.FrameCount - before;
    }

    /// <summary>
    /// Takes the next marker of a text stream, if one has arrived; call until false. Never waits; a text that recurs does not
    /// allocate.
    /// </summary>
    /// <param name="taken">The local clock, read once for this turn.</param>
    /// <param name="marker">The marker; several channels are joined by tabs.</param>
    /// <exception cref="InvalidOperationException">The stream is of numbers.</exception>
    public bool TryTakeMarker(Instant taken, out Marker marker)
    {
        if (!Info.IsText)
        {
            throw new InvalidOperationException($"The stream '{Info.Name}' is of numbers: poll it with a block.");
        }

        PollClock();
        for (var receives = 0; receives <= MostReceives; receives++)
        {
            if (TryReadMarker(out marker))
            {
                return true;
            }

            if (!Receive(taken))
            {
                break;
            }
        }

        marker = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Fault ??= $"The inlet of {Source} was closed.";
        _data.Dispose();
        _probe.Dispose();
    }

    private void PollClock()
    {
        if (!IsLost && _probe.Poll())
        {
            Correct();
        }
    }

    private void Correct()
    {
        var offset = _probe.Current;
        _stamps.Correction = _isSameHost && offset.Offset.Magnitude <= offset.ErrorBound ? Duration.Zero : offset.Correction;
    }

    private bool Receive(Instant taken)
    {
        if (IsLost)
        {
            return false;
        }

        var received = _data.Receive(_reader.Room(), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success || received == 0)
        {
            Fault = error == SocketError.Success
                ? $"The sender of {Source} closed the stream."
                : $"The connection to {Source} broke ({error}).";
            return false;
        }

        _reader.Commit(received);
        LastArrival = taken;
        return true;
    }

    // True if all that is here was taken, and more may be received.
    private bool Drain(SampleBlock block)
    {
        while (block.FrameCount < block.Capacity)
        {
            if (!_reader.TryRead(out var frame))
            {
                HasFramesLeft = false;
                return Accept(_reader.Fault);
            }

            if (_stamps.TryStamp(frame, out var time, out var quality))
            {
                Append(block, frame, time, quality);
            }
            else if (!Accept(_stamps.Fault))
            {
                return false;
            }
        }

        HasFramesLeft = _reader.Pending > 0;
        return false;
    }

    private void Append(SampleBlock block, in LslFrame frame, Instant time, SampleQuality quality)
    {
        var values = block.Append(time, quality);
        _format.Read(frame.Values, _reader.IsSwapped, values);
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                block.Qualities[^1] |= SampleQuality.NotFinite;
                return;
            }
        }
    }

    private bool TryReadMarker(out Marker marker)
    {
        marker = default;
        while (_reader.TryRead(out var frame))
        {
            if (_stamps.TryStamp(frame, out var time, out _))
            {
                HasFramesLeft = _reader.Pending > 0;
                marker = new Marker(time, Text(frame.Values));
                return true;
            }

            if (!Accept(_stamps.Fault))
            {
                return false;
            }
        }

        HasFramesLeft = false;
        Accept(_reader.Fault);
        return false;
    }

    private string Text(ReadOnlySpan<byte> values)
    {
        var text = TakeText(ref values);
        for (var channel = 1; channel < Info.ChannelCount; channel++)
        {
            text = $"{text}\t{TakeText(ref values)}";
        }

        return text;
    }

    private string TakeText(ref ReadOnlySpan<byte> values)
    {
        var length = LslTextFormat.MeasureOne(values, _reader.IsSwapped, out var lettersAt);
        var text = _texts.Get(values[lettersAt..length]);
        values = values[length..];
        return text;
    }

    private bool Accept(string? fault)
    {
        if (fault is not null)
        {
            Fault ??= $"The stream {Source} is lost: {fault}";
            HasFramesLeft = false;
        }

        return !IsLost;
    }

    private void RefuseMisuse(SampleBlock block)
    {
        if (Info.IsText)
        {
            throw new InvalidOperationException($"The stream '{Info.Name}' is of text: take its markers instead.");
        }

        if (block.ChannelCount != Info.ChannelCount)
        {
            throw new ArgumentException(
                $"The block has {block.ChannelCount} channels and the stream '{Info.Name}' has {Info.ChannelCount}.", nameof(block));
        }
    }
}
