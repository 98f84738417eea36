using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ClosedLoop.Control;

/// <summary>Runs side tasks one after the other on a background thread, so that a fit never stands in the way of a sample.</summary>
/// <remarks>A task that throws gives a result without numbers whose text says what happened; the task decides what that means.</remarks>
public sealed class ThreadLane : ISideLane, IDisposable
{
    private readonly BlockingCollection<(ISideTask Task, long FromInput)> _work = [];
    private readonly ConcurrentQueue<SideResult> _results = new();
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">The thread's name.</param>
    public ThreadLane(string name)
    {
        _thread = new Thread(Work) { Name = name, IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Start(ISideTask task, long fromInput) => _work.Add((task, fromInput));

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out SideResult? result) => _results.TryDequeue(out result);

    /// <summary>Ends the thread once its present task is done; blocks until then, for two seconds at most.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        if (_thread.Join(TimeSpan.FromSeconds(2)))
        {
            _work.Dispose();
        }
    }

    private void Work()
    {
        foreach (var (task, fromInput) in _work.GetConsumingEnumerable())
        {
            _results.Enqueue(Run(task, fromInput));
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design", "CA1031", Justification = "Whatever a fit throws must reach the session as a result, not end the process.")]
    private static SideResult Run(ISideTask task, long fromInput)
    {
        try
        {
            return task.Run(fromInput);
        }
        catch (Exception failure)
        {
            return new SideResult(task.Name, fromInput, [], $"failed: {failure.Message}");
        }
    }
}
