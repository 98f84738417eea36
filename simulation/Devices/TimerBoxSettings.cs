using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>How an emulated timer box behaves.</summary>
public sealed record TimerBoxSettings
{
    /// <summary>
    /// What the box's clock showed at the first instant it was asked about, microseconds, 0 or more; 1,000,000 by default.
    /// </summary>
    public long InitialMicroseconds { get; init; } = 1_000_000;

    /// <summary>
    /// How much faster than the host's clock the box's runs, parts per million; 18 by default, a usual crystal.
    /// </summary>
    public double DriftPpm { get; init; } = 18;

    /// <summary>Wire and think time; none by default, as over USB.</summary>
    public SerialTiming Timing { get; init; }
}
