using System.Globalization;

namespace ClosedLoop.Safety;

/// <summary>One limit in force: its value, how far it could be loosened, and where it comes from.</summary>
/// <param name="Id">Which limit.</param>
/// <param name="Value">The value in force, in <paramref name="Unit"/>; the value itself is allowed.</param>
/// <param name="HardCap">The loosest value that any experiment can set.</param>
/// <param name="Sense">Whether one stays at or below, or at or above.</param>
/// <param name="Unit">The unit as text, e.g. <c>% RMT</c>.</param>
/// <param name="Source">Where the value comes from, in words.</param>
/// <param name="Certainty">How well it is known that the source says so.</param>
public sealed record Limit(
    LimitId Id, double Value, double HardCap, LimitSense Sense, string Unit, string Source, LimitCertainty Certainty)
{
    /// <summary>True when a value would be a looser limit than the hard cap. NaN is looser than anything.</summary>
    public bool IsLooserThanCap(double value) => Sense == LimitSense.AtMost ? !(value <= HardCap) : !(value >= HardCap);

    /// <summary>The limit in one line, e.g. <c>PulsesPerRun: at most 600 pulses (hard cap 1800; practice …)</c>; allocates.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Id}: {LimitText.Side(Sense)} {Value:0.####} {Unit} (hard cap {HardCap:0.####}; {Source}; {Certainty})");
}
