using ClosedLoop.Core;

namespace ClosedLoop.Model;

/// <summary>Tells whether a sample's value was measured and may correct a belief.</summary>
public static class Measured
{
    // What spoils a value. A gap before it or a repaired timestamp do not.
    private const SampleQuality Spoilt = SampleQuality.NotFinite | SampleQuality.Saturated | SampleQuality.Blanked
        | SampleQuality.Contaminated | SampleQuality.Settling;

    /// <summary>
    /// True for a finite value whose quality says nothing against it; a gap before it and a deduced timestamp do not count
    /// against it.
    /// </summary>
    public static bool IsUsable(float value, SampleQuality quality) => (quality & Spoilt) == 0 && float.IsFinite(value);
}
