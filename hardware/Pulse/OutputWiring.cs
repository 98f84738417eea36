using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Hardware;

/// <summary>Which trigger fires each output and how much earlier its edge must fall than its pulse. Immutable; nothing allocates after construction.</summary>
internal sealed class OutputWiring
{
    private readonly ITrigger[] _triggers;
    private readonly int[] _triggerOf;
    private readonly Duration[] _ahead;
    private readonly Duration[] _triggerToPulse;

    public OutputWiring(ResolvedLimits limits, IReadOnlyList<PlannedOutput> outputs, IReadOnlyList<ITrigger> triggers)
    {
        _triggers = [.. triggers];
        _triggerOf = [.. limits.Outputs.Select(o => o.Trigger)];
        _triggerToPulse = [.. outputs.Select(o => o.TriggerToPulse)];
        _ahead = [.. outputs.Select((o, i) => o.TriggerToPulse + triggers[_triggerOf[i]].Lines[o.Line - 1].Bias)];
    }

    public ReadOnlySpan<ITrigger> Triggers => _triggers;

    public ITrigger TriggerOf(int output) => _triggers[_triggerOf[output]];

    /// <summary>From the write of a host-timed edge to the pulse: the line's bias and the stimulator's delay.</summary>
    public Duration Ahead(int output) => _ahead[output];

    /// <summary>From the edge to the pulse.</summary>
    public Duration TriggerToPulse(int output) => _triggerToPulse[output];
}
