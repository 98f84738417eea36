using System.Diagnostics.CodeAnalysis;
using ClosedLoop.Core;

namespace ClosedLoop.Control;

/// <summary>
/// Finds faults of the thinking side, such as a silent stream, by comparing a turn's instant with what was due. Live it watches; in a
/// replay it gives the faults on record, at their numbers.
/// </summary>
public interface IFaultSource
{
    /// <summary>Frames or markers of a stream came in.</summary>
    void Saw(int stream, Instant taken);

    /// <summary>A stream said that it cannot go on.</summary>
    void StreamLost(int stream, string reason);

    /// <summary>Takes the next fault that is due at a turn's instant.</summary>
    bool TryTake(Instant taken, [NotNullWhen(true)] out FaultReport? fault);
}
