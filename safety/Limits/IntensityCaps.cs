using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>Works out the strongest setting of each output, in % MSO, from the limits in force and the subject's thresholds.</summary>
internal sealed class IntensityCaps(LimitSettings settings, ResolvedLimits limits)
{
    private readonly double _resting = Percent(settings.Subject.RestingThreshold);
    private readonly double _active = Percent(settings.Subject.ActiveThreshold);
    private readonly double _inion = Percent(settings.Subject.InionThreshold);

    public OutputLimits Of(OutputFacts output) => new(
        output.Target,
        output.Device,
        output.Trigger,
        output.IsDeviceTimed,
        output.IsTemperatureUnmonitored || output.IsSimulated,
        output.LeastHorizon,
        output.Recharge,
        MotorCap,
        output.Target == StimulusTarget.Cerebellum ? CerebellumCap : double.PositiveInfinity,
        ThetaBurstCap);

    // Percent × threshold before the division: then 120 % of 35.5 is the same double as a setting of 42.6, and equality holds.
    private double MotorCap => Math.Min(100, limits[LimitId.IntensityMotor] * _resting / 100);

    // Math.Min hands a NaN on: where a threshold is missing there is no cap, and no setting passes.
    private double CerebellumCap =>
        Math.Min(Math.Min(limits[LimitId.IntensityCerebellum], _inion - 5), MotorCap);

    // 80 % of the active threshold is the published intensity; without one, or where the experiment says a number, % of the resting one.
    private double ThetaBurstCap
    {
        get
        {
            var resting = limits[LimitId.IntensityThetaBurst] * _resting / 100;
            var saysSo = settings.Values.ContainsKey(LimitId.IntensityThetaBurst) || double.IsNaN(_active);
            return saysSo ? resting : Math.Min(80 * _active / 100, 90 * _resting / 100);
        }
    }

    private static double Percent(PercentMso? threshold) => threshold?.TotalPercent ?? double.NaN;
}
