using System.Collections.Concurrent;
using System.Globalization;
using ClosedLoop.Acquisition;
using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.Simulation;

/// <summary>
/// Puts a virtual subject on Lab Streaming Layer in real time: EEG, EMG, and a marker for each pulse heard (<c>pulse ts 50
/// ttl</c>: coil, percent of maximum output, source). Frames bear the ideal time of their sample and leave at absolute deadlines,
/// so nothing drifts; after a stall the backlog leaves at once.
/// </summary>
/// <remarks>It has a thread of its own, from construction to disposal. Pulses may come from any thread.</remarks>
public sealed class SubjectStreamer : ICoilListener, IDisposable
{
    private const int BlockFrames = 64;

    private readonly VirtualSubject _subject;
    private readonly StreamerSettings _settings;
    private readonly ConcurrentQueue<CoilPulse> _heard = new();
    private readonly SampleBlock _eegBlock;
    private readonly SampleBlock _emgBlock;
    private readonly LslOutlet _eeg;
    private readonly LslOutlet _emg;
    private readonly LslOutlet _markers;
    private readonly Thread _thread;
    private long _gapEnds;
    private volatile bool _ends;

    /// <summary>Begins to stream.</summary>
    /// <param name="subject">The subject; it should start now, on the monotonic clock. Nobody else pulls its frames from now
    /// on.</param>
    /// <param name="settings"><c>null</c> for the defaults.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The system gives no port.</exception>
    public SubjectStreamer(VirtualSubject subject, StreamerSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        _subject = subject;
        _settings = settings ?? new StreamerSettings();
        _eegBlock = new SampleBlock(subject.EegStream, BlockFrames);
        _emgBlock = new SampleBlock(subject.EmgStream, BlockFrames);
        var outlet = new LslOutletSettings(Scope: _settings.Scope);
        _eeg = new LslOutlet(subject.EegStream, outlet);
        _emg = new LslOutlet(subject.EmgStream, outlet);
        _markers = new LslOutlet(DescribeMarkers(subject.Settings), outlet);
        _thread = new Thread(Stream) { Name = "virtual subject", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>The EEG stream as resolvers see it.</summary>
    public LslSource EegSource => _eeg.Source;

    /// <summary>The EMG stream as resolvers see it.</summary>
    public LslSource EmgSource => _emg.Source;

    /// <summary>The marker stream as resolvers see it.</summary>
    public LslSource MarkerSource => _markers.Source;

    /// <summary>What keeps the streams from being found by multicast, in a sentence; <c>null</c> when all is well.</summary>
    public string? DiscoveryFault => _eeg.DiscoveryFault;

    /// <summary>What ended the streaming early; <c>null</c> while it runs.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The subject feels a pulse, and a marker follows.</summary>
    public void OnPulse(in CoilPulse pulse)
    {
        _subject.OnPulse(pulse);
        _heard.Enqueue(pulse);
    }

    /// <summary>Makes a gap: EEG and EMG frames of the next while are sampled and not sent.</summary>
    public void InjectGap(Duration length) => Volatile.Write(ref _gapEnds, (MonotonicClock.Instance.Now + length).TotalNanoseconds);

    /// <summary>Stops the thread and ends the streams.</summary>
    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        _eeg.Dispose();
        _emg.Dispose();
        _markers.Dispose();
    }

    private void Stream()
    {
        try
        {
            _ = (RealtimeSettings.Device with { Priority = 0 }).Apply();
            for (var next = MonotonicClock.Instance.Now; !_ends; next += _settings.ChunkPeriod)
            {
                PreciseWait.SleepUntil(next);
                var now = MonotonicClock.Instance.Now;
                Send(now - _settings.AmplifierDelay, isGap: now.TotalNanoseconds < Volatile.Read(ref _gapEnds));
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or ArgumentException)
        {
            Failure = failure;
        }
    }

    private void Send(Instant until, bool isGap)
    {
        while (_subject.FillEeg(_eegBlock, until) > 0)
        {
            PushUnless(isGap, _eeg, _eegBlock);
        }

        while (_subject.FillEmg(_emgBlock, until) > 0)
        {
            PushUnless(isGap, _emg, _emgBlock);
        }

        while (_heard.TryDequeue(out var pulse))
        {
            _markers.Push(TextOf(pulse), pulse.Time);
        }
    }

    private static void PushUnless(bool isGap, LslOutlet outlet, SampleBlock block)
    {
        if (!isGap)
        {
            outlet.Push(block);
        }

        block.Poison();
    }

    private static string TextOf(in CoilPulse pulse) => string.Create(
        CultureInfo.InvariantCulture,
        $"pulse {pulse.Coil} {pulse.Amplitude.TotalPercent} {(pulse.Source == PulseSource.Ttl ? "ttl" : "serial")}");

    private static StreamInfo DescribeMarkers(SubjectSettings settings) => new(
        $"{settings.StreamName} Markers",
        "Markers",
        default,
        ChannelFormat.String,
        [new ChannelInfo("pulses")],
        $"{settings.StreamName}-Markers-{settings.Seed}");
}
