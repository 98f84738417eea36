using System.Diagnostics.CodeAnalysis;
using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>For recordings of others: what is silent there was silent then, and is marked in the frames' quality.</summary>
public sealed class NoFaults : IFaultSource
{
    /// <inheritdoc/>
    public void Saw(int stream, Instant taken)
    {
    }

    /// <inheritdoc/>
    public void StreamLost(int stream, string reason)
    {
    }

    /// <inheritdoc/>
    public bool TryTake(Instant taken, [NotNullWhen(true)] out FaultReport? fault)
    {
        fault = null;
        return false;
    }
}
