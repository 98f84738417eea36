using ClosedLoop.Core;

namespace ClosedLoop.Hardware;

/// <summary>What a thread asks of the operating system to be on time.</summary>
/// <param name="Priority">The real-time (FIFO) priority, 1 to 99; 0 stays an ordinary thread.</param>
/// <param name="TimerSlack">How late the kernel may wake an ordinary thread on purpose; 1 ns takes the usual 50 µs off.</param>
/// <param name="LockMemory">Whether all pages of the process are kept in memory; done once, after warm-up.</param>
public sealed record RealtimeSettings(int Priority, Duration TimerSlack, bool LockMemory)
{
    private const int PolicyFifo = 1;
    private const int ResetOnFork = 0x4000_0000;
    private const int SetTimerSlack = 29;
    private const int LockCurrent = 1;

    /// <summary>For the thread that writes the pulse.</summary>
    public static RealtimeSettings Pulse { get; } = new(80, Duration.FromNanoseconds(1), LockMemory: true);

    /// <summary>For the thread of the link and the gate: below the pulse, above everything else.</summary>
    public static RealtimeSettings Gate { get; } = new(70, Duration.FromNanoseconds(1), LockMemory: false);

    /// <summary>For the threads that talk to devices.</summary>
    public static RealtimeSettings Device { get; } = new(60, Duration.FromNanoseconds(1), LockMemory: false);

    /// <summary>
    /// Asks for these settings for the calling thread (and, for the memory lock, the process). A right that is refused is reported,
    /// never assumed: the caller writes the answer into the session.
    /// </summary>
    /// <remarks>Call it on a thread of its own, never on one of the pool. Allocates its answer.</remarks>
    public RealtimeGrants Apply() => new(ApplyPriority(), ApplyTimerSlack(), ApplyMemoryLock());

    private unsafe Grant ApplyPriority()
    {
        if (Priority <= 0 || !OperatingSystem.IsLinux())
        {
            return Grant.NotAsked;
        }

        var priority = Priority;
        return Answer(LibC.sched_setscheduler(0, PolicyFifo | ResetOnFork, &priority));
    }

    private Grant ApplyTimerSlack() => TimerSlack <= Duration.Zero || !OperatingSystem.IsLinux()
        ? Grant.NotAsked
        : Answer(LibC.prctl(SetTimerSlack, (ulong)TimerSlack.TotalNanoseconds, 0, 0, 0));

    private Grant ApplyMemoryLock() => !LockMemory || !OperatingSystem.IsLinux()
        ? Grant.NotAsked
        : Answer(LibC.mlockall(LockCurrent));

    private static Grant Answer(int result) => result == 0 ? Grant.Granted : Grant.Refused;
}
