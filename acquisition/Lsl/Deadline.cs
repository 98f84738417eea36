using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>When set-up with a network peer gives up. The network's time is real, whatever clock the samples are on.</summary>
internal readonly struct Deadline
{
    private readonly Instant _at;

    private Deadline(Instant at) => _at = at;

    /// <summary>A deadline so long from now.</summary>
    public static Deadline In(Duration span) => new(MonotonicClock.Instance.Now + span);

    /// <summary>True from the deadline on.</summary>
    public bool HasPassed => MonotonicClock.Instance.Now >= _at;

    /// <summary>What is left, in whole milliseconds rounded up; 0 when it has passed.</summary>
    public int Milliseconds => (int)Math.Clamp(Math.Ceiling((_at - MonotonicClock.Instance.Now).TotalMilliseconds), 0, int.MaxValue);

    /// <summary>The earlier of what is left and a span, in whole milliseconds.</summary>
    public int AtMost(int milliseconds) => Math.Min(milliseconds, Milliseconds);
}
