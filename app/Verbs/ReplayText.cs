namespace ClosedLoop.App;

/// <summary>A replay's summary for a person.</summary>
internal static class ReplayText
{
    public static void Write(VerbCall call, ReplaySummary summary)
    {
        call.Say(FormattableString.Invariant(
            $"{summary.Experiment}: {summary.DurationS:0.0} s of {summary.Channels} channels at {summary.RateHz:0} Hz, {summary.RealtimeFactor:0} × real time."));
        call.Say(FormattableString.Invariant(
            $"Left out of that: {summary.FitS:0.00} s for the calibration's fit, {summary.CompilingS:0.00} s of start-up within the loop."));
        call.Say("The person on record never felt these pulses (open loop).");
        call.Say("");
        call.Say($"  evaluated    {summary.Evaluations,8}   frames of the clock stream; {summary.Decisions} decisions");
        call.Say($"  requested    {summary.Requested,8}   onsets of the rule");
        call.Say($"  held         {summary.Held,8}   impossible by the protocol (interval, running trial) or not armed");
        call.Say($"  refused      {summary.Refused,8}   by the gate");
        call.Say($"  admitted     {summary.Admitted,8}   pulses; {summary.SkippedLate} skipped late");
        call.Say("");
        if (double.IsFinite(summary.CircularSdDeg))
        {
            call.Say("  Phase at every onset against zero-phase filters that see the future:");
            call.Say(FormattableString.Invariant(
                $"  mean error {summary.MeanAbsPhaseErrorDeg:0.0}°, circular sd {summary.CircularSdDeg:0.0}°, locking {summary.PhaseLockingValue:0.000}, bias {summary.PhaseBiasDeg:+0.0;-0.0}°"));
            call.Say("");
        }

        foreach (var (stage, hash) in summary.StageHashes)
        {
            call.Say($"  {stage,-13}{hash}");
        }

        call.Say("");
        call.Say($"Session: {summary.Session}");
    }
}
