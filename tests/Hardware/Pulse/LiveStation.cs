using System.Diagnostics;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>A pulse station on a thread of its own and the thinking side's end of its link, in one process, in a folder of their own.</summary>
internal sealed class LiveStation : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PulseStation _station;
    private readonly Thread _thread;
    private readonly Thread _heart;
    private readonly Lock _beat = new();
    private bool _beats = true;
    private volatile bool _ends;
    private long _id;

    public LiveStation(
        Func<PulsePlan, PulsePlan>? change = null,
        Func<Duration>? sleep = null,
        Func<bool>? isControllerGone = null,
        LinkIdentity? identity = null)
    {
        Folder = Directory.CreateTempSubdirectory("closedloop-").FullName;
        Plan = PlanIn(Folder);
        Plan = (change?.Invoke(Plan) ?? Plan) with { LinkPath = SharedMemoryLink.NewPath() };
        Link = new SharedMemoryLink(Plan.LinkPath, identity ?? Plan.Identity(), Duration.FromSeconds(2));
        var hostSleep = sleep is null ? new HostSleep() : new HostSleep(sleep);
        _station = new PulseStation(Plan, DeviceKinds.BuiltIn, MonotonicClock.Instance, hostSleep, isControllerGone ?? (() => false));
        _station.Start();
        _thread = new Thread(_station.Run) { IsBackground = true };
        _thread.Start();
        _heart = new Thread(BeatOn) { IsBackground = true };
        _heart.Start();
        Assert.NotEqual(LinkState.Waiting, Link.WaitForServer(Duration.FromSeconds(10)));
    }

    public string Folder { get; }

    public PulsePlan Plan { get; }

    public SharedMemoryLink Link { get; }

    public List<PulseAnswer> Answers { get; } = [];

    /// <summary>Simulated devices within the usual limits, and a watchdog that a busy test machine keeps.</summary>
    public static PulsePlan PlanIn(string folder) => new()
    {
        Session = "session-1",
        ProgramVersion = "0.1.0",
        ExperimentHash = "00",
        Limits = SimulatedLimits(),
        Stimulators = [new DeviceConfig("a", "simulated"), new DeviceConfig("b", "simulated")],
        Triggers = [new DeviceConfig("box", "simulated")],
        Outputs =
        [
            new PlannedOutput(Sessions.ConditioningSetting, 1, Duration.Zero, Duration.FromMilliseconds(1)),
            new PlannedOutput(Sessions.TestSetting, 2, Duration.Zero, Duration.FromMilliseconds(1)),
        ],
        LargestTrain = 2,
        Folder = folder,
        LedgerFolder = folder,
        LinkPath = "",
    };

    /// <summary>Host-timed, and as late and slow as a busy test machine needs.</summary>
    public static LimitSettings SimulatedLimits(params (LimitId Limit, double Value)[] values)
    {
        var wide = new Dictionary<LimitId, double>
        {
            [LimitId.Lateness] = 5,
            [LimitId.Watchdog] = 500,
            [LimitId.DataAge] = 100,
            [LimitId.HorizonFar] = 500,
            [LimitId.ReleaseAge] = 600,
            [LimitId.MinimumInterval] = 2,
            [LimitId.TriggerRate] = 0.5,
        };
        foreach (var (limit, value) in values)
        {
            wide[limit] = value;
        }

        var settings = Sessions.Settings() with { Values = wide };
        return settings with { IsHostTimingAccepted = true, Outputs = [.. settings.Outputs.Select(o => o with { IsDeviceTimed = false })] };
    }

    /// <summary>No beat of the station's own heart comes after this.</summary>
    public void StopBeating()
    {
        lock (_beat)
        {
            _beats = false;
        }
    }

    public long Ask(PulseRequest request)
    {
        request.Id = ++_id;
        Assert.True(Link.TryAsk(request));
        return request.Id;
    }

    public void Arm()
    {
        Ask(Sessions.Arm(0));
        Await(PulseAnswerKind.Armed);
    }

    /// <summary>Asks for a pair some time ahead.</summary>
    public long AskPair(double aheadMilliseconds = 100)
    {
        var now = MonotonicClock.Instance.Now;
        return Ask(Sessions.Pair(0, now + Duration.FromMilliseconds(aheadMilliseconds), now));
    }

    /// <summary>
    /// Asks for pairs until one fired whole. On a machine that stalls for longer than the tolerance a pulse is rightly skipped, and
    /// that is not what the caller tests.
    /// </summary>
    public long FirePair()
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var request = AskPair();
            var answer = Await(PulseAnswerKind.TrainEnded, PulseAnswerKind.Refused);
            if (answer.Pulse == 2)
            {
                return request;
            }

            Thread.Sleep(200);
        }

        throw new TimeoutException($"No pair fired whole; what came: {string.Join(", ", Answers.Select(Text))}.");
    }

    /// <summary>Waits for an answer of a kind; what came before it is kept in <see cref="Answers"/>.</summary>
    public PulseAnswer Await(params PulseAnswerKind[] kinds)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            while (Link.TryTake(out var answer))
            {
                Answers.Add(answer);
                if (kinds.Contains(answer.Kind))
                {
                    return answer;
                }
            }

            Thread.Sleep(1);
        }

        throw new TimeoutException($"No answer {string.Join(" or ", kinds)} came; those that came: {string.Join(", ", Answers.Select(Text))}.");
    }

    /// <summary>Waits until the station has ended and its files are closed.</summary>
    public void AwaitEnd()
    {
        Assert.True(_thread.Join(Patience), "The station did not end.");
        _station.Dispose();
    }

    public string[] GateLines() => File.ReadAllLines(Path.Combine(Folder, "gate.jsonl"));

    public FiringReplayResult Replay() => FiringReplay.Run(Path.Combine(Folder, "gate.jsonl"));

    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            Link.TryAsk(Sessions.Shutdown(++_id));
            AwaitEnd();
        }

        _ends = true;
        _heart.Join();
        _station.Dispose();
        Link.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>An answer in words, for the message of a test that failed.</summary>
    public static string Text(PulseAnswer answer) => $"{answer.Kind} {answer.Fault} {answer.Limit} {answer.LimitValue} {answer.AskedValue}";

    private void BeatOn()
    {
        while (!_ends)
        {
            lock (_beat)
            {
                if (_beats)
                {
                    Link.Beat(MonotonicClock.Instance.Now);
                }
            }

            Thread.Sleep(5);
        }
    }
}
