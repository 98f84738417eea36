using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>An estimate with its width: what the model believes about one quantity.</summary>
/// <param name="Value">The estimate, in the quantity's unit; NaN while there is none.</param>
/// <param name="Width">One standard deviation in the same unit (for a phase: the circular one, radians); NaN or +∞ while unknown.</param>
/// <param name="At">Timestamp of the newest sample that it rests on; unset while there is none.</param>
public readonly record struct Belief(double Value, double Width, Instant At)
{
    /// <summary>The belief of whoever has seen nothing: no value, infinitely wide.</summary>
    public static Belief None => new(double.NaN, double.PositiveInfinity, default);
}
