namespace ClosedLoop.Safety;

/// <summary>
/// The name of each thing the gate checks. The numbers are part of the record and never change their meaning; new ones are added
/// at the end.
/// </summary>
public enum LimitId : ushort
{
    /// <summary>No limit: the request passed.</summary>
    None = 0,

    /// <summary>The request itself is malformed: kind, id, outputs, order of pulses.</summary>
    RequestForm = 1,

    /// <summary>The session is not armed.</summary>
    NotArmed = 2,

    /// <summary>Another train is running.</summary>
    TrainRunning = 3,

    /// <summary>Age of the newest sample, ms.</summary>
    DataAge = 4,

    /// <summary>Time from admission to the first pulse, ms: too short to be on time.</summary>
    Horizon = 5,

    /// <summary>Time from admission to the first pulse, ms: too far ahead to be believed.</summary>
    HorizonFar = 6,

    /// <summary>A device does not answer, is not ready, or its report is old, ms.</summary>
    DeviceReady = 7,

    /// <summary>The device's setting read back is not the one asked, % MSO.</summary>
    DeviceSetting = 8,

    /// <summary>Coil temperature, °C.</summary>
    CoilTemperature = 9,

    /// <summary>Intensity over M1, % RMT.</summary>
    IntensityMotor = 10,

    /// <summary>Intensity over the cerebellum, % MSO.</summary>
    IntensityCerebellum = 11,

    /// <summary>Intensity of theta burst, % RMT.</summary>
    IntensityThetaBurst = 12,

    /// <summary>The motor threshold is not known.</summary>
    MotorThreshold = 13,

    /// <summary>Time since the last train's last pulse, s.</summary>
    MinimumInterval = 14,

    /// <summary>Closed-loop trigger rate, Hz.</summary>
    TriggerRate = 15,

    /// <summary>Pulses in one run (train), pulses.</summary>
    PulsesPerRun = 16,

    /// <summary>Pulses in the session, pulses.</summary>
    PulsesPerSession = 17,

    /// <summary>Pulses in any 24 h, pulses.</summary>
    PulsesPerDay = 18,

    /// <summary>Pulses within one second outside an approved pattern, pulses.</summary>
    PulsesPerSecond = 19,

    /// <summary>Duration of a conventional train, s.</summary>
    TrainDuration = 20,

    /// <summary>Pulses in a conventional train, pulses.</summary>
    TrainPulses = 21,

    /// <summary>Gap between conventional trains, s.</summary>
    TrainGap = 22,

    /// <summary>Frequency within a train, Hz.</summary>
    TrainFrequency = 23,

    /// <summary>Length of the session, min.</summary>
    SessionDuration = 24,

    /// <summary>Time armed without a new arming, min.</summary>
    ArmedDuration = 25,

    /// <summary>The dose is not reserved on disk, pulses.</summary>
    LedgerReserved = 26,

    /// <summary>Direct or alternating current, mA.</summary>
    Current = 27,

    /// <summary>Charge, C.</summary>
    Charge = 28,

    /// <summary>Current density at an electrode, A/m².</summary>
    CurrentDensity = 29,

    /// <summary>Ramp of a current, s.</summary>
    CurrentRamp = 30,

    /// <summary>Length of a current, min.</summary>
    CurrentDuration = 31,

    /// <summary>Frequency of an alternating current, Hz.</summary>
    CurrentFrequency = 32,

    /// <summary>The screening record is missing or too old.</summary>
    Screening = 33,

    /// <summary>The recharge time of the device at this setting, s.</summary>
    DeviceRecharge = 34,

    /// <summary>A fault is latched.</summary>
    FaultLatched = 35,

    /// <summary>Change of intensity since the last prepared one, % MSO.</summary>
    IntensityStep = 36,

    /// <summary>Outputs less than 100 ms apart must share one device-timed trigger.</summary>
    SharedTrigger = 37,

    /// <summary>Time from a pulse's due instant to its release, ms.</summary>
    Lateness = 38,

    /// <summary>Silence of the thinking side after which the firing side disarms, ms.</summary>
    Watchdog = 39,

    /// <summary>Coil temperature that disarms, °C.</summary>
    CoilDisarm = 40,

    /// <summary>Slope of a current's ramp, mA/s.</summary>
    CurrentSlope = 41,

    /// <summary>Pulses in one request of conventional repetitive trains, pulses.</summary>
    PulsesPerRepetitiveRun = 42,

    /// <summary>Age of the newest sample when a train's first pulse is released, ms: how far back a forecast may reach.</summary>
    ReleaseAge = 43,
}
