using System.Diagnostics.CodeAnalysis;

namespace ClosedLoop.Control;

/// <summary>Where side tasks run. Live: a thread of its own, its results polled at the next turn; in replays: at once, or never, when the results are on record.</summary>
public interface ISideLane
{
    /// <summary>Starts a task; does not wait for it.</summary>
    void Start(ISideTask task, long fromInput);

    /// <summary>Takes a result that is ready.</summary>
    bool TryTake([NotNullWhen(true)] out SideResult? result);
}
