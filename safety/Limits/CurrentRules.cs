using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>
/// The limits of a transcranial current. No output can give one yet, so the gate refuses a current that passes here as well; the rules
/// stand so that a driver of that kind finds them. A pure function; neither allocates nor throws.
/// </summary>
public static class CurrentRules
{
    private const double LeastSineHertz = 0.1;

    /// <summary>Checks a current against the limits in force; the first that fails is in the verdict.</summary>
    public static GateVerdict Check(in CurrentWaveform current, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!IsSound(current, limits))
        {
            return GateVerdict.Refuse(LimitId.RequestForm, 0, 0);
        }

        var peak = current.PeakMilliamperes;
        var area = limits.Outputs[current.Output].ElectrodeSquareCentimetres;
        var ramp = current.RampUp < current.RampDown ? current.RampUp : current.RampDown;
        return First(
            AtMost(LimitId.Current, peak, limits),
            AtMost(LimitId.CurrentFrequency, current.Sine.TotalHertz, limits),
            AtMost(LimitId.CurrentDuration, current.Length.TotalSeconds / 60, limits),
            AtMost(LimitId.Charge, current.ChargeCoulombs, limits),
            AtMost(LimitId.CurrentDensity, area > 0 ? peak * 10 / area : double.NaN, limits),
            AtLeast(LimitId.CurrentRamp, ramp.TotalSeconds, limits),
            AtMost(LimitId.CurrentSlope, peak / ramp.TotalSeconds, limits));
    }

    private static bool IsSound(in CurrentWaveform current, ResolvedLimits limits)
    {
        var hertz = current.Sine.TotalHertz;
        var fits = current.Shape switch
        {
            CurrentShape.Direct => hertz == 0,
            CurrentShape.Sine => hertz >= LeastSineHertz,
            _ => false,
        };
        return fits && current.Output >= 0 && current.Output < limits.Outputs.Count
            && double.IsFinite(current.PeakMilliamperes) && current.PeakMilliamperes > 0
            && IsSpan(current.RampUp) && IsSpan(current.Plateau) && IsSpan(current.RampDown);
    }

    private static bool IsSpan(Duration span) => span >= Duration.Zero && span <= PulseTrain.LongestSpan;

    private static GateVerdict First(params ReadOnlySpan<GateVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            if (verdict.IsRefused)
            {
                return verdict;
            }
        }

        return GateVerdict.Admit;
    }

    private static GateVerdict AtMost(LimitId limit, double asked, ResolvedLimits limits) =>
        asked <= limits[limit] ? default : GateVerdict.Refuse(limit, limits[limit], asked);

    private static GateVerdict AtLeast(LimitId limit, double asked, ResolvedLimits limits) =>
        asked >= limits[limit] ? default : GateVerdict.Refuse(limit, limits[limit], asked);
}
