using System.Text;
using ClosedLoop.Core;
using ClosedLoop.Hardware;
using ClosedLoop.Safety;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.Hardware;

/// <summary>The lines of <c>gate.jsonl</c>: exact, read back as they were, written without allocating.</summary>
public sealed class GateLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("closedloop-").FullName;
    private readonly GateLineWriter _lines = new();

    public void Dispose()
    {
        _lines.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_fired_pulse_says_asked_done_and_its_error()
    {
        var line = Encoding.UTF8.GetString(_lines.Outcome(Fired(479)));

        Assert.Equal(
            """{"outcome":"Fired","at_ns":1000000100000,"request":2,"pulse":1,"output":0,"asked_ns":1000000000000,"done_ns":1000000000479,"error_us":0.479,"bound_us":0}""" + "\n",
            line);
    }

    [Fact]
    public void A_line_of_a_kind_that_was_written_once_does_not_allocate()
    {
        _lines.Outcome(Fired(-3));
        _lines.Outcome(Fired(1234567));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var error = -100_000; error < 100_000; error += 997)
        {
            _lines.Outcome(Fired(error));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Whatever_a_session_was_its_record_replays_to_the_same_bytes()
    {
        var number = 0;
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Kind, short Ahead, bool IsPair)[]>(), steps =>
        {
            var path = Path.Combine(_folder, $"{number++}.jsonl");
            Session(path, steps);
            var replay = FiringReplay.Run(path);
            Assert.True(replay.IsSame, $"{replay.Recorded}\n{replay.Recreated}");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_record_cut_short_replays_up_to_its_last_whole_line()
    {
        var path = Path.Combine(_folder, "gate.jsonl");
        Session(path, [(0, 0, false), (1, 20, true), (2, 0, false)]);
        var whole = FiringReplay.Run(path);
        var text = File.ReadAllText(path);
        var cut = text.LastIndexOf("\"n\"", StringComparison.Ordinal) + 20;
        File.WriteAllText(path, text[..cut]);

        var replay = FiringReplay.Run(path);

        Assert.True(replay.IsSame);
        Assert.Equal(whole.Inputs - 1, replay.Inputs);
    }

    [Fact]
    public void A_file_that_is_no_gate_record_is_named()
    {
        var path = Path.Combine(_folder, "other.jsonl");
        File.WriteAllText(path, "{}\n");

        var refused = Assert.Throws<FormatException>(() => FiringReplay.Run(path));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_read_as_it_was_written()
    {
        var path = Path.Combine(_folder, "plan.json");
        var plan = LiveStation.PlanIn(_folder);

        plan.Write(path);

        Assert.Equal(plan.Identity(), PulsePlan.Read(path).Identity());
        Assert.Equal(plan.Outputs, PulsePlan.Read(path).Outputs);
    }

    private static PulseAnswer Fired(long errorNanoseconds) => new()
    {
        Kind = PulseAnswerKind.Fired,
        Request = 2,
        Pulse = 1,
        At = Sessions.Start + Duration.FromMicroseconds(100),
        Asked = Sessions.Start,
        Done = Sessions.Start + Duration.FromNanoseconds(errorNanoseconds),
    };

    // Any order of arming, asking, disarming, waiting and faults, with any horizon: most of it refused, all of it recorded.
    private static void Session(string path, (byte Kind, short Ahead, bool IsPair)[] steps)
    {
        using var log = new GateLogFile(path, "s", "0.1.0", Sessions.Settings());
        using var link = new InProcessPulseLink(Sessions.Limits(), Sessions.Devices, Sessions.Start, record: log);
        var now = Sessions.Start;
        long id = 0;
        foreach (var (kind, ahead, isPair) in steps)
        {
            var at = now + Duration.FromMilliseconds(ahead / 100.0);
            switch (kind % 6)
            {
                case 0:
                    link.TryAsk(Sessions.Arm(++id));
                    break;
                case 1 or 2:
                    link.TryAsk(isPair ? Sessions.Pair(++id, at, now) : Sessions.Single(++id, at, now));
                    break;
                case 3:
                    link.TryAsk(new PulseRequest { Kind = PulseRequestKind.Stimulate, Id = ++id, At = at });
                    break;
                case 4:
                    link.Inject((FaultKind)(Math.Abs((int)ahead) % 22));
                    break;
                default:
                    link.TryAsk(Sessions.Disarm(++id));
                    break;
            }

            now += Duration.FromMilliseconds(Math.Abs((int)ahead) % 5000);
            link.AdvanceTo(now);
            link.TakeAll();
        }
    }
}
