using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>Something wired to a trigger line.</summary>
public interface ILineListener
{
    /// <summary>Takes a change of the line's level.</summary>
    /// <param name="high">True for a rising edge.</param>
    /// <param name="at">When the edge happened, on the emulator's clock.</param>
    void OnLine(bool high, Instant at);
}
