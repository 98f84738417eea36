using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What a table allows a train.</summary>
/// <param name="Seconds">Longest duration, s: number of pulses × period.</param>
/// <param name="Pulses">Most pulses; <see cref="int.MaxValue"/> where the table gives a duration alone.</param>
public readonly record struct TrainTableCell(double Seconds, int Pulses)
{
    /// <summary>The longest duration in whole nanoseconds.</summary>
    public Duration Longest => Duration.FromSeconds(Seconds);
}
