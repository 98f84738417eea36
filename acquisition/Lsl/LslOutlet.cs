using System.Net;
using System.Net.Sockets;
using System.Text;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>
/// Offers a stream over Lab Streaming Layer, protocol 1.10, IPv4. A pushed frame is written to the sockets on the pusher's thread, so there
/// is no hand-over; who reads slowly never delays the pusher, but loses its oldest frames, which are counted.
/// </summary>
/// <remarks>
/// Push from one thread at a time. Pushing numbers allocates nothing after the first frame. One thread of its own answers questions,
/// accepts clients and finishes what the kernel did not take at once.
/// </remarks>
/// <example><code>
/// var info = new StreamInfo("EEG", "EEG", Frequency.FromHertz(500), ChannelFormat.Float32, [new("C3", "uV", "EEG")], "my-amplifier-1");
/// using var outlet = new LslOutlet(info);
/// outlet.Push([12.5f], MonotonicClock.Instance.Now);
/// </code></example>
public sealed class LslOutlet : IDisposable
{
    private readonly LslFrameWriter _native = new(swapped: false);
    private readonly LslFrameWriter _swapped = new(swapped: true);
    private readonly LslOutletThread _thread;

    /// <summary>Begins to offer a stream; it can be found when the constructor returns.</summary>
    /// <param name="info">The stream: <see cref="ChannelFormat.Float32"/> or <see cref="ChannelFormat.String"/>. Give it a source id that stays the same, so that inlets find it again.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <exception cref="ArgumentException">Another format, more than 10,000 channels, or a text that XML cannot hold.</exception>
    /// <exception cref="SocketException">The system gives no port.</exception>
    public LslOutlet(StreamInfo info, LslOutletSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        settings ??= new LslOutletSettings();
        if (info.Format is not (ChannelFormat.Float32 or ChannelFormat.String) || info.ChannelCount is < 1 or > LslInfoXml.MostChannels)
        {
            throw new ArgumentException(
                $"An outlet sends Float32 or String with 1 to {LslInfoXml.MostChannels} channels; '{info.Name}' has {info.ChannelCount} of {info.Format}.",
                nameof(info));
        }

        if (!(settings.BufferSeconds > 0))
        {
            throw new ArgumentException($"BufferSeconds must be above 0; it is {settings.BufferSeconds}.", nameof(settings));
        }

        Info = info;
        _thread = new LslOutletThread(info, settings);
    }

    /// <summary>The stream.</summary>
    public StreamInfo Info { get; }

    /// <summary>What resolvers on this machine see.</summary>
    public LslSource Source => _thread.Source;

    /// <summary>True while somebody reads the stream. Any thread.</summary>
    public bool HasConsumers => _thread.Feeds.Length > 0;

    /// <summary>Frames that were dropped for clients that lagged, summed over clients. Any thread.</summary>
    public long LostFrames => _thread.LostFrames;

    /// <summary>
    /// What keeps the stream from being found by multicast, in a sentence: another program holds LSL's shared port. Null when all is well.
    /// </summary>
    public string? DiscoveryFault => _thread.DiscoveryFault;

    /// <summary>Waits until somebody reads the stream; false if the time passed first. Blocks; any thread.</summary>
    public bool WaitForConsumers(Duration timeout) => _thread.WaitForFeeds(timeout);

    /// <summary>Sends a frame to everybody who reads. Never waits; does not allocate after the first frame.</summary>
    /// <param name="frame">One value a channel.</param>
    /// <param name="timestamp">When the frame was sampled, on the outlet's clock.</param>
    /// <exception cref="ArgumentException">Another number of values than channels, or an unset time.</exception>
    /// <exception cref="InvalidOperationException">The stream is of text.</exception>
    public void Push(ReadOnlySpan<float> frame, Instant timestamp)
    {
        RefuseMisuse(Info.Format == ChannelFormat.Float32, frame.Length, timestamp);
        var feeds = _thread.Feeds;
        var stamp = LslTime.ToSeconds(timestamp);
        _native.Write(stamp, frame);
        if (HasSwapped(feeds))
        {
            _swapped.Write(stamp, frame);
        }

        Send(feeds);
    }

    /// <summary>Sends all frames of a block with their times. Never waits; does not allocate after the first frame.</summary>
    /// <exception cref="ArgumentException">The block has another number of channels.</exception>
    public void Push(SampleBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        for (var frame = 0; frame < block.FrameCount; frame++)
        {
            Push(block.Frame(frame), block.Timestamps[frame]);
        }
    }

    /// <summary>Sends a text, e.g. a marker, to everybody who reads. Never waits.</summary>
    /// <param name="text">At most 256 KiB in UTF-8; a frame of several texts, together.</param>
    /// <param name="timestamp">When it happened, on the outlet's clock.</param>
    /// <exception cref="ArgumentException">The stream has several channels, the time is unset, or the text is too long.</exception>
    /// <exception cref="InvalidOperationException">The stream is of numbers.</exception>
    public void Push(string text, Instant timestamp) => Push(new ReadOnlySpan<string>(in text), timestamp);

    /// <summary>Sends one text a channel to everybody who reads. Never waits.</summary>
    /// <inheritdoc cref="Push(string, Instant)"/>
    public void Push(ReadOnlySpan<string> texts, Instant timestamp)
    {
        RefuseMisuse(Info.IsText, texts.Length, timestamp);
        RefuseLength(texts);
        var feeds = _thread.Feeds;
        var stamp = LslTime.ToSeconds(timestamp);
        _native.Write(stamp, texts);
        if (HasSwapped(feeds))
        {
            _swapped.Write(stamp, texts);
        }

        Send(feeds);
    }

    /// <summary>Ends the stream: clients see the end of the connection. Waits for the outlet's thread. Stop pushing first.</summary>
    public void Dispose() => _thread.Dispose();

    // The clients are looked up once a push: one that comes in between must not get a frame that was not written for it.
    private static bool HasSwapped(LslClient[] feeds)
    {
        foreach (var client in feeds)
        {
            if (client.IsSwapped)
            {
                return true;
            }
        }

        return false;
    }

    private static void RefuseLength(ReadOnlySpan<string> texts)
    {
        var bytes = 0;
        foreach (var text in texts)
        {
            ArgumentNullException.ThrowIfNull(text);
            bytes += Encoding.UTF8.GetByteCount(text);
        }

        if (bytes > LslTextFormat.LongestText)
        {
            throw new ArgumentException($"A frame with {bytes} bytes of text is too long; at most {LslTextFormat.LongestText} are sent.");
        }
    }

    private void Send(LslClient[] feeds)
    {
        foreach (var client in feeds)
        {
            var frame = client.IsSwapped ? _swapped.Frame : _native.Frame;
            var lost = client.Offer(frame, out var needsThread);
            _thread.Report(lost, needsThread);
        }
    }

    private void RefuseMisuse(bool isFormat, int values, Instant timestamp)
    {
        if (!isFormat)
        {
            throw new InvalidOperationException($"The stream '{Info.Name}' is of {Info.Format}: push that.");
        }

        if (values != Info.ChannelCount || !timestamp.IsSet)
        {
            throw new ArgumentException(
                $"A frame of '{Info.Name}' needs {Info.ChannelCount} values and a time; it has {values} and the time {timestamp}.");
        }
    }
}
