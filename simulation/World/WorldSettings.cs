using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>What the demonstration's world is made of.</summary>
public sealed record WorldSettings
{
    /// <summary>The subject.</summary>
    public SubjectSettings Subject { get; init; } = new();

    /// <summary>Both stimulators; by default they take the time that real ones take.</summary>
    public Magstim200Settings Stimulators { get; init; } = Magstim200Settings.LifeLike;

    /// <summary>The timer box.</summary>
    public TimerBoxSettings TimerBox { get; init; } = new();

    /// <summary>How the signals are streamed.</summary>
    public StreamerSettings Streamer { get; init; } = new();

    /// <summary>
    /// A folder for the ports' stable paths (<c>cs</c>, <c>ts</c>, <c>box</c>) and the devices' journals (<c>cs.journal</c>, …),
    /// made if need be; <c>null</c>
    /// for bare pseudo-terminals and journals in memory.
    /// </summary>
    public string? Folder { get; init; }
}
