using ClosedLoop.Core;
using ClosedLoop.Hardware;

namespace ClosedLoop.Simulation;

/// <summary>
/// Hangs an emulated device on a pseudo-terminal and lets it live there, on a thread of its own named after it, until disposed.
/// The thread is a real-time one if the system grants it, so that a busy machine does not look like a device that hangs.
/// </summary>
public sealed unsafe class EmulatorHost : IDisposable
{
    private static readonly Duration LongestNap = Duration.FromMilliseconds(20);
    private static readonly Duration VirtualNap = Duration.FromMilliseconds(1);

    private readonly EmulatedDevice _device;
    private readonly Clock _clock;
    private readonly string? _link;
    private readonly byte[] _buffer = new byte[256];
    private readonly Lock _portGate = new();
    private readonly Thread _thread;
    private readonly Duration _nap;
    private PseudoTerminal? _port;
    private volatile bool _ends;
    private int _wrongBaudRate;

    /// <summary>Opens the port and starts the device's life on it.</summary>
    /// <param name="device">The device; nobody else moves it on from now on.</param>
    /// <param name="clock">
    /// The time it lives in; <c>null</c> for this machine's monotonic clock. On any other clock nothing is exact in real time: it
    /// is looked at each millisecond.
    /// </param>
    /// <param name="link">A stable path for the driver, made as a symbolic link; <c>null</c> for the bare
    /// pseudo-terminal.</param>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    /// <exception cref="IOException">No pseudo-terminal, or no link.</exception>
    public EmulatorHost(EmulatedDevice device, Clock? clock = null, string? link = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        _clock = clock ?? MonotonicClock.Instance;
        _nap = _clock is MonotonicClock ? LongestNap : VirtualNap;
        _link = link;
        _port = new PseudoTerminal(link);
        Path = _port.Path;
        _thread = new Thread(Live) { Name = $"emulator {device.Name}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>What a driver opens. Without a link it changes when the port vanishes and returns.</summary>
    public string Path { get; private set; }

    /// <summary>The device.</summary>
    public EmulatedDevice Device => _device;

    /// <summary>True if the system granted the thread a real-time priority.</summary>
    public bool IsRealTime { get; private set; }

    /// <summary>What ended the device's life early; <c>null</c> while it lives.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Makes something go wrong now, with the device or with its port.</summary>
    public void Inject(InjectedFault fault)
    {
        switch (fault)
        {
            case InjectedFault.PortVanishes:
                Unplug();
                break;
            case InjectedFault.PortReturns:
                PlugIn();
                break;
            default:
                _device.Inject(fault, _clock.Now);
                break;
        }
    }

    /// <summary>Stops the thread and closes the port. The device keeps its state and its journal.</summary>
    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        lock (_portGate)
        {
            _port?.Dispose();
            _port = null;
        }
    }

    private void Unplug()
    {
        lock (_portGate)
        {
            _port?.Dispose();
            _port = null;
        }

        _device.Journal.Add(_clock.Now, JournalKind.Note, "port gone");
    }

    private void PlugIn()
    {
        lock (_portGate)
        {
            _port ??= new PseudoTerminal(_link);
            Path = _port.Path;
        }

        _device.Journal.Add(_clock.Now, JournalKind.Note, "port back");
    }

    private void Live()
    {
        try
        {
            IsRealTime = RealtimeSettings.Device.Apply().Priority == Grant.Granted;
            while (!_ends)
            {
                var due = _device.NextDue;
                WaitUntil(due);
                lock (_portGate)
                {
                    Turn(due);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or InvalidOperationException)
        {
            Failure = failure;
            _device.Journal.Add(_clock.Now, JournalKind.Note, $"emulator failed: {failure.Message}");
        }
    }

    private void Turn(Instant due)
    {
        // The clock is read after the bytes: what a device says about its time must lie between question and answer.
        var count = _port?.Read(_buffer) ?? 0;
        var now = _clock.Now;
        if (due.IsSet && due <= now)
        {
            _device.NoteLag(now - due);
        }

        if (count > 0 && HearsTheSpeed(now))
        {
            _device.Receive(_buffer.AsSpan(0, count), ArrivalTime(due, now));
        }

        _device.AdvanceTo(now);
        while ((count = _device.TakeOutput(now, _buffer)) > 0)
        {
            _ = _port?.Write(_buffer.AsSpan(0, count));
        }
    }

    /// <summary>
    /// A thread that woke late cannot tell when the bytes came that wait for it. A device with time-outs gets them at the moment
    /// it should have woken, so that a starved emulator never drops a host that was in time; a device that tells the time gets
    /// them now.
    /// </summary>
    private Instant ArrivalTime(Instant due, Instant now) => !_device.IsTimeCritical && due.IsSet && due < now ? due : now;

    /// <summary>At the wrong speed a real device hears noise; this one hears nothing, and says so in its journal once.</summary>
    private bool HearsTheSpeed(Instant now)
    {
        var speed = _port!.BaudRate;
        if (_device.BaudRate == 0 || speed == _device.BaudRate)
        {
            _wrongBaudRate = 0;
            return true;
        }

        if (speed != _wrongBaudRate)
        {
            _wrongBaudRate = speed;
            _device.Journal.Add(now, JournalKind.Note, $"host speaks at {speed} baud, device listens at {_device.BaudRate}");
        }

        return false;
    }

    /// <summary>
    /// Waits for bytes, for the next event, or for a while, whichever is first; the last stretch before an exact event is spun
    /// away.
    /// </summary>
    private void WaitUntil(Instant due)
    {
        var isExact = _device.IsTimeCritical && _clock is MonotonicClock;
        var left = _nap;
        if (due.IsSet)
        {
            var until = due - _clock.Now - (isExact ? PreciseWait.DefaultMargin : Duration.Zero);
            left = until < left ? until : left;
        }

        if (left > Duration.Zero)
        {
            PollFor(left);
        }

        if (isExact && due.IsSet && due - _clock.Now <= PreciseWait.DefaultMargin)
        {
            _ = PreciseWait.Until(due, PreciseWait.DefaultMargin);
        }
    }

    private void PollFor(Duration span)
    {
        var (seconds, rest) = Math.DivRem(span.TotalNanoseconds, 1_000_000_000);
        var timeout = new Posix.TimeSpec { Seconds = seconds, Nanoseconds = rest };
        var entry = new Posix.PollEntry { Descriptor = _port?.Descriptor ?? -1, Events = Posix.PollIn };
        _ = Posix.Poll(&entry, 1, &timeout, null);
    }
}
