using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>A trigger's own thread: listens to it and wakes the gate's thread when it may have told something.</summary>
internal sealed class TriggerThread : IDisposable
{
    private static readonly Duration Nap = Duration.FromMilliseconds(50);

    private readonly ITrigger _trigger;
    private readonly WakeWord _gate;
    private bool _ends;

    public TriggerThread(ITrigger trigger, WakeWord gate)
    {
        _trigger = trigger;
        _gate = gate;
        Thread = new WorkerThread("trigger " + trigger.Name, RealtimeSettings.Device);
    }

    /// <summary>The thread.</summary>
    public WorkerThread Thread { get; }

    public void Start() => Thread.Start(Run);

    /// <summary>Ends the thread and closes the trigger.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _ends, true);
        Thread.Join();
        _trigger.Dispose();
    }

    private void Run()
    {
        while (!Volatile.Read(ref _ends))
        {
            _trigger.Attend(Nap);
            Thread.Mark();
            _gate.Signal();
        }
    }
}
