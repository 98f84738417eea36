namespace ClosedLoop.Hardware;

/// <summary>What the operating system granted a thread; part of the session's record, because timing depends on it.</summary>
/// <param name="Priority">The real-time priority (needs CAP_SYS_NICE or an rtprio limit).</param>
/// <param name="TimerSlack">The timer slack.</param>
/// <param name="MemoryLock">The memory lock (needs CAP_IPC_LOCK or a memlock limit).</param>
public readonly record struct RealtimeGrants(Grant Priority, Grant TimerSlack, Grant MemoryLock)
{
    /// <summary>One sentence for the operator, with the remedy where a right was refused; allocates.</summary>
    public override string ToString()
    {
        var text = $"real-time priority {Word(Priority)}, timer slack {Word(TimerSlack)}, memory lock {Word(MemoryLock)}";
        return Priority == Grant.Refused
            ? text + "; allow real-time priority with `ulimit -r 99` or `setcap cap_sys_nice+ep`"
            : text;
    }

    private static string Word(Grant grant) => grant switch
    {
        Grant.Granted => "granted",
        Grant.Refused => "refused",
        _ => "not asked for",
    };
}
