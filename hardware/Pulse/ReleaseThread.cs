using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>The pulse thread: waits for a train, releases it, and wakes the gate's thread to hear of it.</summary>
internal sealed class ReleaseThread : IDisposable
{
    private static readonly Duration Idle = Duration.FromSeconds(1);

    private readonly WakeWord _wake = new();
    private readonly WakeWord _gate;
    private readonly WorkerThread _thread;
    private AdmittedTrain? _next;
    private bool _ends;

    public ReleaseThread(Turnstile turnstile, OutputWiring wiring, HostSleep sleep, WakeWord gate, RealtimeSettings settings)
    {
        _gate = gate;
        Release = new PulseRelease(turnstile, wiring, new KernelWait(_wake, PreciseWait.DefaultMargin), sleep, Reports);
        _thread = new WorkerThread("pulse", settings);
    }

    /// <summary>What it did, for the gate's thread.</summary>
    public SpscRing<ReleaseReport> Reports { get; } = new(4096);

    /// <summary>What it runs, to be stopped or woken.</summary>
    public PulseRelease Release { get; }

    /// <summary>The thread.</summary>
    public WorkerThread Thread => _thread;

    /// <summary>Hands a train over.</summary>
    public void Schedule(AdmittedTrain train)
    {
        Release.Begin();
        Volatile.Write(ref _next, train);
        _wake.Signal();
    }

    public void Start() => _thread.Start(Run);

    public void Dispose()
    {
        Volatile.Write(ref _ends, true);
        _wake.Signal();
        _thread.Join();
        Reports.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        while (!Volatile.Read(ref _ends))
        {
            var seen = _wake.Value;
            _thread.Mark();
            if (Interlocked.Exchange(ref _next, null) is { } train)
            {
                Release.Release(train);
                _thread.Mark();
                _gate.Signal();
            }
            else if (!Volatile.Read(ref _ends))
            {
                _wake.WaitWhile(seen, Idle);
            }
        }
    }
}
