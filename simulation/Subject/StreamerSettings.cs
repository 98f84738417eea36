using ClosedLoop.Acquisition;
using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>How a virtual subject's signals are put on Lab Streaming Layer.</summary>
/// <param name="Scope">Who may find the streams; this machine only by default.</param>
public sealed record StreamerSettings(LslScope Scope = LslScope.Machine)
{
    /// <summary>How often frames are sent, 1 to 4 ms of signal at a time; 2 ms by default.</summary>
    public Duration ChunkPeriod { get; init; } = Duration.FromMilliseconds(2);

    /// <summary>
    /// How old the newest frame is when it is sent, as in an amplifier; 2 ms by default. It also lets a pulse be felt by frames
    /// that are sampled right after it.
    /// </summary>
    public Duration AmplifierDelay { get; init; } = Duration.FromMilliseconds(2);
}
