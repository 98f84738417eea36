using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>
/// A second gate, slow and simple: it keeps no state, and judges each request from the whole history of inputs and the numbers of
/// the published limits, written out. Its subject has thresholds of 50, 40 and 70 % MSO, as in <see cref="Firing.Settings"/>.
/// </summary>
internal static class NaiveGate
{
    public const int SessionPulses = 700;
    public const int DayPulses = 900;

    private const long Ms = 1_000_000;
    private const long S = 1_000 * Ms;

    /// <summary>Why a request must be refused; null if nothing speaks against it.</summary>
    public static string? WhyNot(IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past, in GateInput input)
    {
        var request = input.Request;
        var now = input.At.TotalNanoseconds;
        var train = request.Stimulus.Train;
        if (past.Any(p => p.Input.Kind == GateInputKind.Request && p.Input.Request.Id >= request.Id))
        {
            return "old id";
        }

        if (request.Stimulus.Kind != StimulusKind.Pulses || train.GroupSize == 0)
        {
            return "no pulses";
        }

        var given = Given(past, out var running, out var lastPatternEnd);
        if (running)
        {
            return "running";
        }

        if (WhyNotArmed(past, out var armed, out var start) is { } notArmed)
        {
            return notArmed;
        }

        var at = request.At.TotalNanoseconds;
        var asked = Times(train, at).ToList();
        if (Math.Abs(now - request.NewestSample.TotalNanoseconds) > 50 * Ms)
        {
            return "age";
        }

        if (at - now > 250 * Ms || at - now < 2 * Ms || asked[0].At - request.NewestSample.TotalNanoseconds > 300 * Ms)
        {
            return "horizon";
        }

        if (asked.Any(p => p.At - armed > 600 * S || p.At - start > 3_600 * S))
        {
            return "time over";
        }

        return asked.Select(p => WhyNotReady(past, p, now)).FirstOrDefault(why => why is not null)
            ?? asked.Select(p => WhyNotStrength(p, train)).FirstOrDefault(why => why is not null)
            ?? WhyNotTimes(given, asked, train, lastPatternEnd)
            ?? WhyNotDose(past, given.Count, asked.Count);
    }

    /// <summary>Why the end of an arming must not arm; null if nothing speaks against it.</summary>
    public static string? WhyNotArm(IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past)
    {
        var lasting = past.Any(p => p.Verdict.Disarm && FaultRules.ClearingOf(p.Verdict.Fault) > FaultClearing.ByRearming);
        var gone = past.Any(p => p.Input is { Kind: GateInputKind.Request, Request.Kind: PulseRequestKind.Shutdown });
        var interlock = past.LastOrDefault(p => p.Input.Kind == GateInputKind.Interlock).Input;
        var open = interlock.Kind == GateInputKind.Interlock && !interlock.Closed;
        return lasting ? "fault" : gone ? "shut down" : open ? "interlock" : null;
    }

    private static string? WhyNotArmed(IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past, out long armed, out long start)
    {
        var index = -1;
        start = 0;
        armed = 0;
        for (var i = 0; i < past.Count; i++)
        {
            var (input, verdict) = past[i];
            if (input.Kind == GateInputKind.ArmingDone && verdict.IsAdmitted)
            {
                index = i;
                armed = input.At.TotalNanoseconds;
            }

            if (input.Kind == GateInputKind.History && start == 0)
            {
                start = input.At.TotalNanoseconds;
            }
        }

        if (index < 0)
        {
            return "never armed";
        }

        for (var i = index + 1; i < past.Count; i++)
        {
            if (Ends(past, i, armed, start))
            {
                return "disarmed";
            }
        }

        return null;
    }

    /// <summary>Whether an input ends an armed session.</summary>
    private static bool Ends(IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past, int index, long armed, long start)
    {
        var input = past[index].Input;
        var now = input.At.TotalNanoseconds;
        switch (input.Kind)
        {
            case GateInputKind.Fault or GateInputKind.BeatMissed or GateInputKind.ArmingDone or GateInputKind.History:
                return true;
            case GateInputKind.Interlock:
                return !input.Closed;
            case GateInputKind.Request:
                var isNew = past.Take(index).All(p => p.Input.Kind != GateInputKind.Request || p.Input.Request.Id < input.Request.Id);
                var running = Given(past.Take(index).ToList(), out var isRunning, out _) is not null && isRunning;
                return input.Request.Kind is PulseRequestKind.Disarm or PulseRequestKind.Shutdown
                    || (input.Request.Kind == PulseRequestKind.Arm && isNew && !running);
            case GateInputKind.Device:
                var isNeeded = input.Device.Device < 2;
                return input.Device.CoilCelsius > 41
                    || (isNeeded && (!Has(input.Device, DeviceFlags.Answers) || !Has(input.Device, DeviceFlags.CoilPresent)
                        || Has(input.Device, DeviceFlags.Error)));
            case GateInputKind.Tick:
                var silent = Enumerable.Range(0, 2).Any(device => now - Newest(past.Take(index), device).At.TotalNanoseconds > 1_200 * Ms);
                return silent || now - armed > 600 * S || now - start > 3_600 * S;
            case GateInputKind.PulseDone:
                return input.Done.TotalNanoseconds - Due(past, index) > 200_000;
            default:
                return false;
        }
    }

    private static bool Has(in DeviceReport report, DeviceFlags flag) => (report.Flags & flag) != 0;

    private static DeviceReport Newest(IEnumerable<(GateInput Input, GateVerdict Verdict)> past, int device) =>
        past.LastOrDefault(p => p.Input.Kind == GateInputKind.Device && p.Input.Device.Device == device).Input.Device;

    private static long Due(IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past, int index)
    {
        var request = past.Take(index).Last(p => IsAdmission(p)).Input.Request;
        return Times(request.Stimulus.Train, request.At.TotalNanoseconds).ElementAt(past[index].Input.Pulse).At;
    }

    private static bool IsAdmission((GateInput Input, GateVerdict Verdict) p) =>
        p.Input is { Kind: GateInputKind.Request, Request.Kind: PulseRequestKind.Stimulate } && p.Verdict.IsAdmitted;

    private static IEnumerable<(long At, int Output, double Mso)> Times(PulseTrain train, long at) =>
        from o in Enumerable.Range(0, train.OuterCount)
        from i in Enumerable.Range(0, train.InnerCount)
        from k in Enumerable.Range(0, train.GroupSize)
        let pulse = train.InGroup(k)
        select (at + (o * train.OuterPeriod.TotalNanoseconds) + (i * train.InnerPeriod.TotalNanoseconds) + pulse.Offset.TotalNanoseconds,
            pulse.Output, pulse.Setting.TotalPercent);

    /// <summary>All pulses that left, by their planned times; those only found missing at a train's end count at that end.</summary>
    private static List<long> Given(
        IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past, out bool isRunning, out long lastPatternEnd)
    {
        var given = new List<long>();
        List<(long At, int Output, double Mso)> times = [];
        var train = default(PulseTrain);
        var reported = 0;
        isRunning = false;
        lastPatternEnd = long.MinValue / 2;
        foreach (var (input, verdict) in past)
        {
            if (IsAdmission((input, verdict)))
            {
                train = input.Request.Stimulus.Train;
                times = [.. Times(train, input.Request.At.TotalNanoseconds)];
                reported = 0;
                isRunning = true;
            }
            else if (input.Kind == GateInputKind.PulseDone)
            {
                reported++;
                given.Add(times[input.Pulse].At);
                lastPatternEnd = IsPattern(train) ? times[input.Pulse].At + train.InnerPeriod.TotalNanoseconds : lastPatternEnd;
            }
            else if (input.Kind == GateInputKind.TrainEnded)
            {
                for (; reported < input.Pulse; reported++)
                {
                    given.Add(input.At.TotalNanoseconds);
                    lastPatternEnd = input.At.TotalNanoseconds;
                }

                isRunning = false;
            }
        }

        return given;
    }

    private static bool IsBurst(PulseTrain train) => train.GroupSize == 3 && train.InnerPeriod.TotalNanoseconds == 200 * Ms;

    private static bool IsRegular(PulseTrain train) =>
        train.GroupSize == 1 && train.InnerCount > 1 && train.InnerPeriod.TotalNanoseconds < 4 * S;

    private static bool IsPattern(PulseTrain train) => IsBurst(train) || IsRegular(train);

    private static string? WhyNotReady(
        IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past, (long At, int Output, double Mso) pulse, long now)
    {
        var report = Newest(past, pulse.Output);
        var isReady = new[] { 0, 1, 2, 3, 5, 6 }.All(bit => ((int)report.Flags & (1 << bit)) != 0) && !Has(report, DeviceFlags.Error);
        var isFresh = report.At.IsSet && now - report.At.TotalNanoseconds <= 1_200 * Ms;
        var isCool = report.CoilCelsius <= 40;
        return isReady && isFresh && isCool && report.Setting.TotalPercent == pulse.Mso ? null : "device";
    }

    private static string? WhyNotStrength((long At, int Output, double Mso) pulse, PulseTrain train) =>
        pulse.Mso > (IsBurst(train) ? 32 : 60) ? "too strong" : null;

    private static string? WhyNotTimes(
        List<long> given,
        List<(long At, int Output, double Mso)> asked,
        PulseTrain train,
        long lastPatternEnd)
    {
        if (given.Count > 0 && asked[0].At - given.Max() < 4 * S)
        {
            return "interval";
        }

        if (!IsPattern(train))
        {
            return WhyNotTrials(asked);
        }

        var period = train.InnerPeriod.TotalNanoseconds;
        var gap = train.OuterPeriod.TotalNanoseconds - (period * train.InnerCount);
        if (asked[0].At - lastPatternEnd < 5 * S || (train.OuterCount > 1 && gap < 5 * S))
        {
            return "gap";
        }

        if (IsBurst(train))
        {
            return asked.Count > 600 ? "run" : null;
        }

        return asked.Count > 1_800 ? "run" : period < 50 * Ms ? "frequency" : WhyNotTable(train, asked[0].Mso);
    }

    private static string? WhyNotTrials(List<(long At, int Output, double Mso)> asked)
    {
        if (asked.Count > 600)
        {
            return "run";
        }

        // Within any second at most 2, and after a silence of less than 4 s only the second of a trial.
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked.Count(p => p.At >= asked[i].At && p.At < asked[i].At + S) > 2)
            {
                return "second";
            }

            var isFirstOfTrial = i == 0 || asked[i].At - asked[i - 1].At >= 4 * S;
            var isSecondOfTrial = i > 0 && asked[i].At - asked[i - 1].At < S && (i == 1 || asked[i - 1].At - asked[i - 2].At >= 4 * S);
            if (!isFirstOfTrial && !isSecondOfTrial)
            {
                return "interval within";
            }
        }

        return null;
    }

    private static string? WhyNotTable(PulseTrain train, double mso)
    {
        var period = train.InnerPeriod.TotalNanoseconds;
        var row = Enumerable.Range(0, 5).First(r => period >= S / PublishedTables.Hertz[r]);
        var seconds = train.InnerCount * (decimal)period / S;
        if (train.OuterCount == 1 && period >= S)
        {
            var single = Enumerable.Range(0, 5).First(c => mso <= (90 + (10 * c)) / 2.0);
            return seconds > (decimal)PublishedTables.Single[row][single] ? "table" : null;
        }

        var column = Enumerable.Range(0, 4).First(c => mso <= (100 + (10 * c)) / 2.0);
        var isShort = seconds <= (decimal)PublishedTables.ReducedSeconds[row][column];
        return isShort && train.InnerCount <= PublishedTables.Reduced[row][column] ? null : "table";
    }

    private static string? WhyNotDose(IReadOnlyList<(GateInput Input, GateVerdict Verdict)> past, int given, int asked)
    {
        var reserved = 0;
        var session = 0;
        var day = 0;
        for (var i = 0; i < past.Count; i++)
        {
            var input = past[i].Input;
            reserved = input.Kind switch
            {
                GateInputKind.Reserved => input.Pulse,
                GateInputKind.TrainEnded => 0,
                _ => reserved,
            };
            if (input.Kind == GateInputKind.History)
            {
                var seen = Given(past.Take(i).ToList(), out _, out _).Count;
                session = Math.Max(session, input.History.SessionPulses - seen);
                day = Math.Max(day, input.History.DayPulses - seen);
            }
        }

        return session + given + asked > SessionPulses || day + given + asked > DayPulses || asked > reserved ? "dose" : null;
    }
}
