namespace ClosedLoop.Core;

/// <summary>Tells the time of one monotonic clock. Reading neither allocates nor blocks; any thread may read.</summary>
public abstract class Clock
{
    /// <summary>The present instant of this clock.</summary>
    public abstract Instant Now { get; }
}
