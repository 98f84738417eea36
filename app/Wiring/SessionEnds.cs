using ClosedLoop.Control;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>Everything that a session's thinking is plugged into: what differs between a live run, a replay and a virtual session.</summary>
internal sealed record SessionEnds
{
    public required IPulseLink Link { get; init; }

    public required ICommandSource Commands { get; init; }

    public required ISideLane SideLane { get; init; }

    public required IFaultSource Faults { get; init; }

    /// <summary>Makes the record once rule, beliefs and conditions are known by name.</summary>
    public required Func<DecisionLines, ISessionRecord> Record { get; init; }

    /// <summary>True for a recording of a person who never felt these pulses.</summary>
    public bool IsOpenLoop { get; init; }
}
