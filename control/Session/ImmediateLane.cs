using System.Diagnostics.CodeAnalysis;

namespace ClosedLoop.Control;

/// <summary>
/// Runs side tasks at once, on the calling thread, and hands their results to the next turn: for recordings replayed on a virtual clock,
/// where waiting costs nothing and results must come at the same input every time.
/// </summary>
public sealed class ImmediateLane : ISideLane
{
    private readonly Queue<SideResult> _results = new();

    /// <inheritdoc/>
    public void Start(ISideTask task, long fromInput)
    {
        ArgumentNullException.ThrowIfNull(task);
        _results.Enqueue(task.Run(fromInput));
    }

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out SideResult? result) => _results.TryDequeue(out result);
}
