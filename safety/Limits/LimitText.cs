using System.Globalization;

namespace ClosedLoop.Safety;

/// <summary>The sentences in which limits and refusals are told to a person. Allocates; never called on the way to a pulse.</summary>
public static class LimitText
{
    /// <summary>A refusal in one sentence: which limit, the value asked, the value allowed, the unit and the source; empty if nothing was refused.</summary>
    public static string Sentence(in GateVerdict verdict, ResolvedLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!verdict.IsRefused)
        {
            return "";
        }

        var id = verdict.Limit;
        var limit = limits.Limits.FirstOrDefault(candidate => candidate.Id == id);
        var meaning = MeaningOf(id);
        if (id is LimitId.TrainDuration or LimitId.TrainPulses)
        {
            var unit = id == LimitId.TrainDuration ? "s" : "pulses";
            return $"Refused: {meaning}: {Number(verdict.AskedValue)} {unit} asked, at most {Number(verdict.LimitValue)} {unit} "
                + $"allowed ({TrainTable.Reduced.Source}; {TrainTable.Single.Source}).";
        }

        return limit is null
            ? $"Refused: {meaning}{Values(verdict)}."
            : $"Refused: {meaning}: {Number(verdict.AskedValue)} {limit.Unit} asked, {Side(limit.Sense)} "
                + $"{Number(verdict.LimitValue)} {limit.Unit} allowed ({limit.Source}).";
    }

    /// <summary>What a limit is about, in words.</summary>
    public static string MeaningOf(LimitId limit) => limit switch
    {
        LimitId.None => "nothing",
        LimitId.RequestForm => "the request is malformed, its id did not grow, or it asks for what no output can give (a current)",
        LimitId.NotArmed => "the session is not armed",
        LimitId.TrainRunning => "another train is running or waiting for its time",
        LimitId.DataAge => "the newest sample behind the decision is too old, or lies in the future",
        LimitId.ReleaseAge => "the newest sample behind the decision would be too old when the pulse leaves",
        LimitId.Horizon => "the pulse is asked for too soon to be on time",
        LimitId.HorizonFar => "the pulse is asked for too far ahead",
        LimitId.DeviceReady => "a stimulator is not ready, or its last report is too old",
        LimitId.DeviceSetting => "the stimulator's setting as read back is not the one asked for (% MSO)",
        LimitId.CoilTemperature => "the coil's temperature is too high, or not known",
        LimitId.IntensityMotor => "intensity, by the resting motor threshold",
        LimitId.IntensityCerebellum => "intensity over the cerebellum",
        LimitId.IntensityThetaBurst => "intensity of theta burst",
        LimitId.MotorThreshold => "a motor threshold that the limits need is not known; state it in the experiment",
        LimitId.MinimumInterval => "time since the last pulse",
        LimitId.TriggerRate => "rate of triggers",
        LimitId.PulsesPerRun => "pulses in one request of trials or theta burst",
        LimitId.PulsesPerRepetitiveRun => "pulses in one request of repetitive trains",
        LimitId.PulsesPerSession => "pulses in the session",
        LimitId.PulsesPerDay => "pulses in 24 h",
        LimitId.PulsesPerSecond => "pulses within one second outside an approved pattern",
        LimitId.TrainDuration => "duration of a repetitive train at this frequency and intensity",
        LimitId.TrainPulses => "pulses of a repetitive train at this frequency and intensity",
        LimitId.TrainGap => "gap between repetitive trains",
        LimitId.TrainFrequency => "frequency within a train",
        LimitId.SessionDuration => "length of the session",
        LimitId.ArmedDuration => "time armed; arm again",
        LimitId.LedgerReserved => "pulses without a reservation on disk",
        LimitId.Current => "current",
        LimitId.Charge => "charge",
        LimitId.CurrentDensity => "current density at the electrode",
        LimitId.CurrentRamp => "ramp of the current",
        LimitId.CurrentDuration => "length of the current",
        LimitId.CurrentFrequency => "frequency of the current",
        LimitId.Screening => "no valid screening record, and an output is real",
        LimitId.DeviceRecharge => "the stimulator needs longer to recharge (s)",
        LimitId.FaultLatched => "a fault has not cleared",
        LimitId.IntensityStep => "step of intensity (% MSO)",
        LimitId.SharedTrigger => "outputs less than 100 ms apart must share one device-timed trigger, or the experiment must say 'timing: host'",
        LimitId.Lateness => "the pulse's time has passed",
        LimitId.Watchdog => "silence of the thinking side",
        LimitId.CoilDisarm => "the coil's temperature",
        LimitId.CurrentSlope => "slope of the current's ramp",
        _ => "a check that this program does not know",
    };

    internal static string Side(LimitSense sense) => sense == LimitSense.AtMost ? "at most" : "at least";

    internal static string LooserThanCap(Limit limit, double value) =>
        $"{limit.Id}: {Number(value)} {limit.Unit} was asked for; an experiment can set {Side(limit.Sense)} "
        + $"{Number(limit.HardCap)} {limit.Unit} ({limit.Source}). Set a value within that, or leave the default of "
        + $"{Number(limit.Value)} {limit.Unit}.";

    internal static string TooTight(Limit limit, double value) =>
        $"{limit.Id}: {Number(value)} {limit.Unit} was asked for, which would forbid everything. Leave the default of "
        + $"{Number(limit.Value)} {limit.Unit}, or tighten it less.";

    private static string Values(in GateVerdict verdict) => verdict.LimitValue == 0 && verdict.AskedValue == 0
        ? ""
        : $" ({Number(verdict.AskedValue)} asked or found, {Number(verdict.LimitValue)} allowed)";

    private static string Number(double value) =>
        double.IsNaN(value) ? "an unknown value" : value.ToString("0.######", CultureInfo.InvariantCulture);
}
