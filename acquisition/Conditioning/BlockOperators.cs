using System.Reactive.Linq;
using ClosedLoop.Core;

namespace ClosedLoop.Acquisition;

/// <summary>Hangs operators into pipelines.</summary>
public static class BlockOperators
{
    /// <summary>
    /// Sends every block through an operator, in the thread that pushes it. Allocates at wiring, not a block; one subscription at a time,
    /// since the operator has one state. A block of no frames is passed on as such.
    /// </summary>
    /// <example><code>var laplacian = blocks.Through(pick).Through(scale).Through(hjorth);</code></example>
    public static IObservable<SampleBlock> Through(this IObservable<SampleBlock> source, IBlockOperator step)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(step);
        return source.Select(step.Process);
    }
}
