namespace ClosedLoop.App;

/// <summary>What a coil lies over; it decides which limits of intensity hold.</summary>
public enum StimulusTarget
{
    /// <summary>Primary motor cortex.</summary>
    M1,

    /// <summary>Cerebellum.</summary>
    Cerebellum,
}
