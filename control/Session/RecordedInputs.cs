using System.Diagnostics.CodeAnalysis;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Control;

/// <summary>
/// Gives the inputs of a recorded session again, at the numbers that they had: the firing side, the operator, the side lane and the finder
/// of faults in one, since all of them stand in one list.
/// </summary>
public sealed class RecordedInputs : IPulseLink, ICommandSource, ISideLane, IFaultSource
{
    private readonly IReadOnlyList<InputEntry> _entries;
    private readonly List<PulseRequest> _asked = [];
    private int _next;
    private long _before;

    /// <summary>Takes the entries in ascending order of their numbers.</summary>
    public RecordedInputs(IReadOnlyList<InputEntry> entries) => _entries = entries;

    /// <summary>The stimuli that the replayed side asked for.</summary>
    public IReadOnlyList<PulseRequest> Asked => _asked;

    /// <summary>Lets through the entries with numbers below this one: those of the coming turn.</summary>
    public void AllowBefore(long input) => _before = input;

    /// <inheritdoc/>
    public bool TryAsk(in PulseRequest request)
    {
        _asked.Add(request);
        return true;
    }

    /// <inheritdoc/>
    public void Beat(Instant taken)
    {
    }

    /// <inheritdoc/>
    public void Start(ISideTask task, long fromInput)
    {
    }

    /// <inheritdoc/>
    public void Saw(int stream, Instant taken)
    {
    }

    /// <inheritdoc/>
    public void StreamLost(int stream, string reason)
    {
    }

    /// <inheritdoc/>
    public bool TryTake(out PulseAnswer answer)
    {
        answer = TryPeek(out var entry) ? entry.Answer : default;
        return Took(answer.Kind != PulseAnswerKind.None);
    }

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out OperatorCommand? command)
    {
        command = TryPeek(out var entry) ? entry.Command : null;
        return Took(command is not null);
    }

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out SideResult? result)
    {
        result = TryPeek(out var entry) ? entry.Side : null;
        return Took(result is not null);
    }

    /// <inheritdoc/>
    public bool TryTake(Instant taken, [NotNullWhen(true)] out FaultReport? fault)
    {
        fault = TryPeek(out var entry) ? entry.Fault : null;
        return Took(fault is not null);
    }

    private bool TryPeek(out InputEntry entry)
    {
        var has = _next < _entries.Count && _entries[_next].Input < _before;
        entry = has ? _entries[_next] : default;
        return has;
    }

    private bool Took(bool took)
    {
        _next += took ? 1 : 0;
        return took;
    }
}
