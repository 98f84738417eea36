using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>The firing side's end of the link. Used by the gate's thread alone, but for <see cref="Wake"/>, which any thread signals.</summary>
internal sealed unsafe class LinkServer : IDisposable
{
    private readonly LinkMemory _memory;
    private bool _isDisposed;

    /// <summary>Maps the memory that the thinking side made, takes its name away (nothing is left behind then), and writes this side's record.</summary>
    public LinkServer(string path, LinkIdentity identity)
    {
        _memory = LinkMemory.Open(path);
        File.Delete(path);
        LinkMemory.Write(identity, _memory.ServerIdentity);
        _memory.Header->ServerProcess = Environment.ProcessId;
        IsAgreed = _memory.AreSame();
    }

    /// <summary>True when both sides have the same protocol, program, session, experiment and limits.</summary>
    public bool IsAgreed { get; }

    /// <summary>True when the thinking side has closed its end.</summary>
    public bool IsClientGone => Volatile.Read(ref _memory.Header->ClientState) == (int)LinkState.Ended;

    /// <summary>Signalled when there is something to do.</summary>
    public WakeWord Wake => _memory.Wake;

    /// <summary>The thinking side's last beat; unset before the first.</summary>
    public Instant ClientBeat => Instant.FromNanoseconds(Volatile.Read(ref _memory.Header->ClientBeat));

    /// <summary>Says that the devices are there and requests are taken.</summary>
    public void Open(Instant now)
    {
        Beat(now);
        Volatile.Write(ref _memory.Header->ServerState, (int)(IsAgreed ? LinkState.Agreed : LinkState.Differs));
    }

    public bool TryTake(out PulseRequest request) => _memory.Requests.TryTake(out request);

    public bool TryAnswer(in PulseAnswer answer) => _memory.Answers.TryPush(answer);

    public void Beat(Instant now) => Volatile.Write(ref _memory.Header->ServerBeat, now.TotalNanoseconds);

    public void Tell(in FiringHealth health)
    {
        _memory.Header->ArmedNanoseconds = health.Armed.TotalNanoseconds;
        _memory.Header->Collections = health.Collections;
        _memory.Header->LedgerBytes = health.LedgerBytes;
        Volatile.Write(ref _memory.Header->AllocatedBytes, health.AllocatedBytes);
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Volatile.Write(ref _memory.Header->ServerState, (int)LinkState.Ended);
        _memory.Dispose();
    }
}
