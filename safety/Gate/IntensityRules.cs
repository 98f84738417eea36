using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>How strong a pulse may be: by what lies under the coil, and by the pattern.</summary>
internal static class IntensityRules
{
    public static GateVerdict Check(PercentMso setting, in OutputLimits output, bool isThetaBurst, ResolvedLimits limits)
    {
        if (double.IsNaN(output.MotorCap) || double.IsNaN(output.CerebellumCap) || double.IsNaN(output.ThetaBurstCap))
        {
            return GateVerdict.Refuse(LimitId.MotorThreshold, double.NaN, double.NaN);
        }

        var percent = setting.TotalPercent;
        if (percent > output.CerebellumCap)
        {
            return GateVerdict.Refuse(LimitId.IntensityCerebellum, output.CerebellumCap, percent);
        }

        if (percent > output.MotorCap)
        {
            return OfThreshold(LimitId.IntensityMotor, output.MotorCap, percent, limits);
        }

        return isThetaBurst && percent > output.ThetaBurstCap
            ? OfThreshold(LimitId.IntensityThetaBurst, output.ThetaBurstCap, percent, limits)
            : default;
    }

    private static GateVerdict OfThreshold(LimitId limit, double cap, double percent, ResolvedLimits limits)
    {
        var threshold = limits.RestingThreshold.TotalPercent;
        return GateVerdict.Refuse(limit, cap * 100 / threshold, percent * 100 / threshold);
    }
}
