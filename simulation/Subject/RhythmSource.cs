using ClosedLoop.Core;

namespace ClosedLoop.Simulation;

/// <summary>A rhythm at a place in the brain, as the electrodes see it.</summary>
internal sealed class RhythmSource(
    BurstingRhythm rhythm, double microvolts, ScalpPosition place, ScalpPosition[] sites, double spread)
{
    private readonly double[] _gains = [.. sites.Select(site => microvolts * place.CouplingTo(site, spread))];

    /// <summary>The rhythm itself.</summary>
    internal BurstingRhythm Rhythm { get; } = rhythm;

    /// <summary>Adds its value at an instant to all channels, µV.</summary>
    internal void AddTo(Span<double> frame, Instant time)
    {
        var value = Rhythm.ValueAt(time);
        for (var channel = 0; channel < frame.Length; channel++)
        {
            frame[channel] += _gains[channel] * value;
        }
    }
}
