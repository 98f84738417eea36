using System.Diagnostics;
using System.Runtime.CompilerServices;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>The thinking side's end of the link to the pulse process: fixed-size records through memory that both processes share.</summary>
/// <remarks>
/// One thread. <see cref="TryAsk"/> costs a copy and a system call that wakes the other side, <see cref="TryTake"/> a copy; nothing
/// allocates or blocks after construction. If the pulse process falls silent for longer than its watchdog, the answer
/// <see cref="FaultKind.PulseProcessGone"/> is made here.
/// </remarks>
public sealed unsafe class SharedMemoryLink : IPulseLink, IDisposable
{
    private readonly LinkMemory _memory;
    private readonly Duration _watchdog;
    private readonly string _path;
    private PulseAnswer _own;
    private bool _hasOwn;
    private bool _isGone;
    private bool _isDisposed;

    /// <summary>Makes the shared memory and writes this side's record into it; the pulse process is started afterwards.</summary>
    /// <param name="path">Where; best under <c>/dev/shm</c> (see <see cref="NewPath"/>).</param>
    /// <param name="identity">What both sides must agree on.</param>
    /// <param name="watchdog">Silence of the pulse process after which it counts as gone.</param>
    /// <exception cref="IOException">The file exists or cannot be made.</exception>
    public SharedMemoryLink(string path, LinkIdentity identity, Duration watchdog)
    {
        ArgumentNullException.ThrowIfNull(identity);
        _memory = LinkMemory.Create(path);
        _path = path;
        _watchdog = watchdog;
        var header = _memory.Header;
        header->Magic = LinkHeader.Mark;
        header->Version = LinkHeader.Protocol;
        header->RequestBytes = Unsafe.SizeOf<PulseRequest>();
        header->AnswerBytes = Unsafe.SizeOf<PulseAnswer>();
        LinkMemory.Write(identity, _memory.ClientIdentity);
        Volatile.Write(ref header->ClientState, (int)LinkState.Agreed);
    }

    /// <summary>How far the handshake is; <see cref="LinkState.Agreed"/> before anything can be armed.</summary>
    public LinkState State
    {
        get
        {
            var state = (LinkState)Volatile.Read(ref _memory.Header->ServerState);
            return state == LinkState.Agreed && !_memory.AreSame() ? LinkState.Differs : state;
        }
    }

    /// <summary>The pulse process's id; 0 before it is there.</summary>
    public int ServerProcess => Volatile.Read(ref _memory.Header->ServerProcess);

    /// <summary>What the pulse process did to itself the last time it was armed; written at disarm.</summary>
    public FiringHealth Health => new(
        default,
        Duration.FromNanoseconds(_memory.Header->ArmedNanoseconds),
        _memory.Header->Collections,
        Volatile.Read(ref _memory.Header->AllocatedBytes),
        _memory.Header->LedgerBytes);

    /// <summary>A path for a new link: in memory where the system has a place for that, else among temporary files.</summary>
    public static string NewPath()
    {
        var name = $"closedloop-{Environment.ProcessId}-{Guid.NewGuid():N}";
        return Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), name);
    }

    /// <summary>Waits until the pulse process is there or time is over; set-up only, blocks.</summary>
    public LinkState WaitForServer(Duration atMost)
    {
        var started = Stopwatch.GetTimestamp();
        while (State == LinkState.Waiting && Stopwatch.GetElapsedTime(started).TotalSeconds < atMost.TotalSeconds)
        {
            Thread.Sleep(1);
        }

        return State;
    }

    /// <inheritdoc/>
    public bool TryAsk(in PulseRequest request)
    {
        var isThere = _memory.Requests.TryPush(request);
        _memory.Wake.Signal();
        return isThere;
    }

    /// <inheritdoc/>
    public bool TryTake(out PulseAnswer answer)
    {
        if (_memory.Answers.TryTake(out answer))
        {
            return true;
        }

        answer = _own;
        var had = _hasOwn;
        _hasOwn = false;
        return had;
    }

    /// <inheritdoc/>
    public void Beat(Instant taken)
    {
        Volatile.Write(ref _memory.Header->ClientBeat, taken.TotalNanoseconds);
        var server = Volatile.Read(ref _memory.Header->ServerBeat);
        var state = (LinkState)Volatile.Read(ref _memory.Header->ServerState);
        var isSilent = server != 0 && taken.TotalNanoseconds - server > _watchdog.TotalNanoseconds;
        if (!_isGone && (state == LinkState.Ended || isSilent))
        {
            _isGone = true;
            _hasOwn = true;
            _own = new PulseAnswer
            {
                Kind = PulseAnswerKind.Faulted,
                At = taken,
                Fault = FaultKind.PulseProcessGone,
                Output = -1,
                PulsesLeft = -1,
            };
        }
    }

    /// <summary>Tells the other side that this one has ended, and frees the memory.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Volatile.Write(ref _memory.Header->ClientState, (int)LinkState.Ended);
        _memory.Wake.Signal();
        _memory.Dispose();
        File.Delete(_path);
    }
}
