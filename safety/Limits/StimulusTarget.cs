namespace ClosedLoop.Safety;

/// <summary>What an output's coil lies over; it decides which intensity limits hold.</summary>
public enum StimulusTarget : byte
{
    /// <summary>Elsewhere, or not said: the limits of M1 hold.</summary>
    Other = 0,

    /// <summary>Primary motor cortex.</summary>
    Motor = 1,

    /// <summary>Cerebellum.</summary>
    Cerebellum = 2,
}
