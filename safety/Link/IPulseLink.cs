using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// The thinking side's end of the link to the firing side. Called on the acquisition thread only; neither allocates nor blocks. Live it
/// is shared memory between two processes; in replays the same gate behind it runs in-process on a virtual clock.
/// </summary>
public interface IPulseLink
{
    /// <summary>Hands a request over.</summary>
    /// <returns>False when the ring is full, which is the fault <see cref="FaultKind.LinkOverflow"/>: the request is lost.</returns>
    bool TryAsk(in PulseRequest request);

    /// <summary>Takes the oldest answer that has not been taken.</summary>
    /// <returns>False when there is none.</returns>
    bool TryTake(out PulseAnswer answer);

    /// <summary>Says that the loop is alive; called in every turn, and so at least each 10 ms.</summary>
    /// <param name="taken">The turn's instant, on this machine's clock.</param>
    void Beat(Instant taken);
}
