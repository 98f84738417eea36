namespace ClosedLoop.Hardware;

/// <summary>A named thread of the pulse process: asks for its real-time rights, runs, and keeps what ended it early.</summary>
internal sealed class WorkerThread
{
    private readonly RealtimeSettings? _settings;
    private readonly Thread _thread;
    private Action _body = static () => { };
    private long _allocatedBytes;
    private bool _isUnderWay;

    /// <summary>Makes the thread; it runs from <see cref="Start"/> on.</summary>
    public WorkerThread(string name, RealtimeSettings? settings)
    {
        _settings = settings;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>Its name.</summary>
    public string Name => _thread.Name!;

    /// <summary>What the system granted it.</summary>
    public RealtimeGrants Grants { get; private set; }

    /// <summary>What ended it early; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Bytes that it had allocated at its last <see cref="Mark"/>.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Publishes what it allocated so far; the thread itself calls it in each of its turns.</summary>
    public void Mark() => Volatile.Write(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());

    /// <summary>True once its rights were asked for.</summary>
    public bool IsUnderWay => Volatile.Read(ref _isUnderWay);

    /// <summary>Starts it.</summary>
    public void Start(Action body)
    {
        _body = body;
        _thread.Start();
    }

    /// <summary>Waits for its end; returns at once if it was never started.</summary>
    public void Join()
    {
        if ((_thread.ThreadState & ThreadState.Unstarted) == 0)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        try
        {
            Grants = _settings?.Apply() ?? default;
            Volatile.Write(ref _isUnderWay, true);
            _body();
        }
        catch (Exception failure)
        {
            // Whatever it is, the gate's thread looks here in each turn, disarms, and says it.
            Failure = failure;
        }
    }
}
