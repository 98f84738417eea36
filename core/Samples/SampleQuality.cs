namespace ClosedLoop.Core;

/// <summary>What is wrong with a frame, as far as the reader or an operator upstream could tell. Several may hold at once.</summary>
[Flags]
public enum SampleQuality : byte
{
    /// <summary>Nothing known to be wrong.</summary>
    Good = 0,

    /// <summary>At least one sample is missing between the frame before and this one.</summary>
    AfterGap = 1,

    /// <summary>The frame holds a value that is not a finite number.</summary>
    NotFinite = 2,

    /// <summary>A channel stands at its rail.</summary>
    Saturated = 4,

    /// <summary>The frame lies in a stimulus artefact's window; its values are held, not measured.</summary>
    Blanked = 8,

    /// <summary>The frame came in before its stimulus was known, so it went by unblanked, or an operator still rings from one.</summary>
    Contaminated = 16,

    /// <summary>An operator has not yet settled after its start or a reset.</summary>
    Settling = 32,

    /// <summary>The timestamp was deduced or repaired, not transmitted.</summary>
    TimeDeduced = 64,
}
