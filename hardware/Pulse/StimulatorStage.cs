namespace ClosedLoop.Hardware;

/// <summary>How far a stimulator is to be, or is, brought.</summary>
internal enum StimulatorStage
{
    /// <summary>Nobody knows yet, so it may be energised: the first step is to make it safe.</summary>
    Unknown = -1,

    /// <summary>Not energised.</summary>
    Safe = 0,

    /// <summary>Its setting was made, read back and compared.</summary>
    Prepared = 1,

    /// <summary>Told to charge.</summary>
    Energised = 2,
}
