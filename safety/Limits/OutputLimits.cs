using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>What the gate looks up for an output: its facts, and its strongest settings by each rule, as numbers of % MSO.</summary>
/// <param name="Target">What its coil lies over.</param>
/// <param name="Device">Its stimulator's index.</param>
/// <param name="Trigger">Its trigger's index.</param>
/// <param name="IsDeviceTimed">True when the trigger times edges by itself.</param>
/// <param name="MayBeUnmonitored">True when its coil's temperature may be unknown.</param>
/// <param name="LeastHorizon">Least time from admission to its pulse.</param>
/// <param name="Recharge">Least onset to onset.</param>
/// <param name="MotorCap">Strongest setting by the M1 rule, % MSO; NaN where the threshold is not known.</param>
/// <param name="CerebellumCap">Strongest setting over the cerebellum, % MSO; NaN where a threshold is not known; infinite for other targets.</param>
/// <param name="ThetaBurstCap">Strongest setting in theta burst, % MSO; NaN where no threshold is known.</param>
internal readonly record struct OutputLimits(
    StimulusTarget Target,
    int Device,
    int Trigger,
    bool IsDeviceTimed,
    bool MayBeUnmonitored,
    Duration LeastHorizon,
    Duration Recharge,
    double MotorCap,
    double CerebellumCap,
    double ThetaBurstCap);
