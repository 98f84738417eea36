namespace ClosedLoop.Model;

/// <summary>Why a response to a pulse cannot be used. They are ordered: where several apply, the highest is given.</summary>
public enum MepFlaw : byte
{
    /// <summary>Nothing is wrong: the amplitude counts, however small it is.</summary>
    None = 0,

    /// <summary>The muscle was not at rest before the pulse, so that the response's size says little about the pathway.</summary>
    BackgroundActivity = 1,

    /// <summary>The window or the time before the pulse is blanked, contaminated or not settled: another pulse fell there.</summary>
    Obscured = 2,

    /// <summary>The amplifier stood at its rail for more than 0.2 ms of the window: the true peak is unknown.</summary>
    Saturated = 3,

    /// <summary>The window holds values that are not finite numbers.</summary>
    NotFinite = 4,

    /// <summary>Frames are missing in the window, or there are too few before the pulse to judge rest.</summary>
    MissingSamples = 5,

    /// <summary>The mark came so late that the frames around the pulse had already been forgotten.</summary>
    MarkTooLate = 6,

    /// <summary>The pulse was planned and nobody said that it fired: what was measured may be no response to anything.</summary>
    NotConfirmed = 7,
}
