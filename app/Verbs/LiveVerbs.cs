using System.Diagnostics;

namespace ClosedLoop.App;

/// <summary>What <c>run</c> and <c>demo</c> share: a session from its folder to its summary.</summary>
internal static class LiveVerbs
{
    /// <summary>Runs a session in a new folder.</summary>
    public static LiveSummary Run(VerbCall call, Experiment experiment, string root, EmulatedPorts? ports, LiveRunOptions options)
    {
        var place = SessionPlace.Create(root, experiment.Subject.Id, "ses");
        using var session = Open(experiment, place, root, ports);
        call.Say($"{experiment.Name}");
        call.Say($"  thinking: process {Environment.ProcessId}; firing: process {session.PulseProcessId}");
        call.Say($"  session:  {place.Path}");
        var watch = Stopwatch.StartNew();
        using var run = new LiveRun(session, experiment, call, options);
        var outcome = run.Run();
        var seconds = watch.Elapsed.TotalSeconds;
        var phases = LivePhases.Compare(place.Path);
        return Summary(experiment, session, place, seconds, outcome) with
        {
            MeanAbsPhaseErrorDeg = phases?.MeanAbsoluteDegrees ?? double.NaN,
            CircularSdDeg = phases?.CircularSdDegrees ?? double.NaN,
            PhaseLockingValue = phases?.PhaseLockingValue ?? double.NaN,
            Report = ReportVerb.Write(SessionFolder.Read(place.Path)),
        };
    }

    /// <summary>Says the summary to a person, or as JSON.</summary>
    public static void Tell(VerbCall call, LiveSummary summary)
    {
        if (call.Json)
        {
            call.WriteJson(summary);
            return;
        }

        call.Say("");
        call.Say(FormattableString.Invariant(
            $"{summary.Outcome} after {summary.DurationS:0.0} s: {summary.Trials} trials, {summary.TrialsValid} of them valid; ")
            + (summary.DisarmConfirmed ? "disarmed." : "disarming was NOT confirmed, look at the devices."));
        call.Say($"  onsets {summary.Requested}: held {summary.Held}, refused {summary.Refused}, admitted {summary.Admitted}");
        var timing = summary.PulsesFired == 0 ? "" : FormattableString.Invariant(
            $"; timing error p50 {summary.TimingErrorP50Us:0.0}, p99 {summary.TimingErrorP99Us:0.0}, max {summary.TimingErrorMaxUs:0.0} µs");
        call.Say($"  pulses {summary.PulsesFired}, fired late {summary.FiredLate}, skipped late {summary.SkippedLate}{timing}");
        var age = double.IsFinite(summary.DataAgeP99Ms) ? FormattableString.Invariant($"age of data p99 {summary.DataAgeP99Ms:0.0} ms; ") : "";
        call.Say(FormattableString.Invariant(
            $"  {age}collections here {summary.GcGen0}/{summary.GcGen1}/{summary.GcGen2}, in the firing process while armed {summary.FiringCollections} ({summary.FiringAllocatedBytes} bytes allocated)"));
        if (double.IsFinite(summary.CircularSdDeg))
        {
            call.Say(FormattableString.Invariant(
                $"  phase at every onset, said afterwards by zero-phase filters: mean error {summary.MeanAbsPhaseErrorDeg:0.0}°, circular sd {summary.CircularSdDeg:0.0}°"));
        }

        if (double.IsFinite(summary.CbiMean))
        {
            call.Say(FormattableString.Invariant(
                $"  CBI ratio {summary.CbiMean:0.00}, 95 % credible interval {summary.CbiLow:0.00} to {summary.CbiHigh:0.00}, from {summary.TrialsValid} trials")
                + (summary.CbiIsEnough ? ": enough to conclude." : ": too few to conclude."));
        }

        if (summary.CbiTrue is { } truth)
        {
            call.Say(FormattableString.Invariant($"  the virtual subject's hidden ratio was {truth:0.00}"));
        }

        call.Say("");
        call.Say($"Session: {summary.Session}");
        call.Say($"Report:  {summary.Report}");
    }

    /// <summary>The exit status: 1 if it failed; 0 also where somebody stopped it.</summary>
    public static int Status(LiveSummary summary) => summary.Outcome.StartsWith("failed", StringComparison.Ordinal) ? 1 : 0;

    private static LiveSession Open(Experiment experiment, SessionPlace place, string root, EmulatedPorts? ports)
    {
        try
        {
            return new LiveSession(experiment, place, PulsePlanWiring.LedgerFolder(root), ports);
        }
        catch
        {
            // Nothing ran, so nothing half-written is left behind.
            Directory.Delete(place.Path, recursive: true);
            throw;
        }
    }

    private static LiveSummary Summary(Experiment experiment, LiveSession session, SessionPlace place, double seconds, string outcome)
    {
        var counts = session.Counts;
        var errors = session.Statistics.ErrorsMicroseconds.Select(Math.Abs).ToList();
        var clock = session.Infos[experiment.StreamIndex(experiment.ClockStream)];
        var cbi = session.Wired.Models.Select(model => model.Cbi).FirstOrDefault(reading => reading is not null)?.Invoke() ?? CbiReading.None;
        var collections = session.Collections();
        return new LiveSummary
        {
            Recording = place.File("recording.xdf"),
            Experiment = experiment.Name,
            Outcome = outcome,
            DisarmConfirmed = session.IsDisarmConfirmed,
            Channels = clock.ChannelCount,
            RateHz = clock.NominalRate.TotalHertz,
            DurationS = seconds,
            RealtimeFactor = 1,
            Blocks = counts.Blocks,
            Evaluations = counts.Evaluations,
            Decisions = counts.Decisions,
            Requested = counts.Requested,
            Held = counts.Held,
            Admitted = counts.Admitted,
            Refused = counts.Refused,
            SkippedLate = counts.SkippedLate,
            StageHashes = SessionHeader.HashesOf(session.Wired.Thinking),
            Session = place.Path,
            Trials = session.Statistics.TrialsDone,
            TrialsValid = session.Statistics.TrialsValid,
            PulsesFired = counts.PulsesFired,
            FiredLate = counts.FiredLate,
            TimingErrorP50Us = Quantiles.Of(errors, 0.5),
            TimingErrorP99Us = Quantiles.Of(errors, 0.99),
            TimingErrorMaxUs = Quantiles.Of(errors, 1),
            DataAgeP99Ms = Quantiles.Of(session.Statistics.AgesMilliseconds, 0.99),
            CbiMean = cbi.Ratio,
            CbiLow = cbi.Low,
            CbiHigh = cbi.High,
            CbiIsEnough = cbi.IsEnough,
            GcGen0 = collections[0],
            GcGen1 = collections[1],
            GcGen2 = collections[2],
            ThinkingPid = Environment.ProcessId,
            FiringPid = session.PulseProcessId,
            FiringCollections = session.FiringHealth.Collections,
            FiringAllocatedBytes = session.FiringHealth.AllocatedBytes,
        };
    }
}
