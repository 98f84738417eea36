using ClosedLoop.Core;
using ClosedLoop.Safety;
using FsCheck;
using FsCheck.Fluent;

namespace ClosedLoop.Tests.Safety;

/// <summary>Random sessions: whatever comes in, the gate and the naive gate say the same.</summary>
public sealed class GatePropertyTests
{
    private static readonly ResolvedLimits _limits =
        Firing.With((LimitId.PulsesPerSession, NaiveGate.SessionPulses), (LimitId.PulsesPerDay, NaiveGate.DayPulses)).Resolve();

    [Fact]
    public void The_gate_admits_exactly_what_a_naive_gate_admits_that_knows_the_whole_history()
    {
        var admitted = 0;
        var refusals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var sessions = Gen.Choose(0, int.MaxValue - 1).ArrayOf(60).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(250), Prop.ForAll(sessions, steps =>
        {
            var firing = new Firing(_limits);
            foreach (var step in steps)
            {
                Step(firing, new Random(step), (verdict, why) =>
                {
                    admitted += verdict.IsAdmitted ? 1 : 0;
                    refusals[why ?? "-"] = refusals.GetValueOrDefault(why ?? "-") + 1;
                });
            }
        }));

        // The property would hold of a gate that admits nothing: here it did admit, and every kind of refusal was met.
        Assert.InRange(admitted, 300, int.MaxValue);
        Assert.InRange(refusals.Count, 15, 30);
    }

    private static void Step(Firing firing, Random random, Action<GateVerdict, string?> seen)
    {
        switch (random.Next(20))
        {
            case < 12:
                Trial(firing, random, seen);
                break;
            case < 15:
                Arm(firing, random);
                break;
            case 15:
                firing.Wait(random.NextDouble() * random.Next(1, 1_000));
                firing.Take(GateInputKind.Tick);
                break;
            case 16:
                firing.Report(random.Next(3), 55, Firing.Fine ^ (DeviceFlags)(1 << random.Next(9)), Pick(random, 25, 39, 40.5, 41.5));
                break;
            case 17:
                Upset(firing, random);
                break;
            default:
                firing.Prepare(default);
                firing.Take(GateInputKind.Tick);
                break;
        }
    }

    private static void Arm(Firing firing, Random random)
    {
        if (firing.Ask(PulseRequestKind.Arm).IsRefused)
        {
            return;
        }

        firing.Prepare(default);
        if (random.Next(10) > 0)
        {
            var before = random.Next(4) == 0 ? random.Next(NaiveGate.DayPulses) : 0;
            firing.Take(new GateInput { Kind = GateInputKind.History, History = new DoseHistory(before / 2, before, default, default) });
        }

        firing.Reserve(random.Next(10) == 0 ? 0 : 2_000);
        var verdict = firing.Take(GateInputKind.ArmingDone);
        Assert.False(verdict.IsAdmitted && NaiveGate.WhyNotArm(firing.Past) is not null);
    }

    private static void Upset(Firing firing, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                firing.Fault((FaultKind)random.Next(1, 22));
                break;
            case 1:
                firing.Fault(FaultKind.DeviceSilent);
                break;
            case 2:
                firing.Take(GateInputKind.BeatMissed);
                break;
            case 3:
                firing.Take(new GateInput { Kind = GateInputKind.Interlock, Closed = false });
                firing.Take(new GateInput { Kind = GateInputKind.Interlock, Closed = random.Next(3) > 0 });
                break;
            case 4:
                firing.Ask(PulseRequestKind.Disarm);
                break;
            case 5:
                firing.Reserve(random.Next(5));
                break;
            default:
                firing.LastId -= random.Next(2);
                break;
        }
    }

    private static void Trial(Firing firing, Random random, Action<GateVerdict, string?> seen)
    {
        firing.Wait(Pick(random, 0, 0.5, 3.9, 3.98, 4.5, 4.5, 5, 5.5, 10, 30));
        var train = Train(random);
        if (random.Next(20) > 0)
        {
            firing.Prepare(train);
        }

        var ahead = random.Next(10) == 0 ? Pick(random, -1, 0, 1.9, 2, 240, 250, 251) : 20;
        var age = random.Next(10) == 0 ? Pick(random, -60, 50, 50.1, 60) : 10;
        var input = new GateInput { Kind = GateInputKind.Request, At = firing.Now, Request = firing.Request(train, ahead, age) };
        var why = NaiveGate.WhyNot(firing.Past, input);
        var verdict = firing.Take(input);
        seen(verdict, why);
        if (verdict.IsAdmitted != (why is null))
        {
            throw new InvalidOperationException(
                $"The naive gate says '{why ?? "yes"}', the gate {verdict} to {train.PulseCount} pulses at {input.Request.At}.");
        }

        if (verdict.IsAdmitted || (firing.State.IsRunning && random.Next(4) > 0))
        {
            Run(firing, random);
        }
    }

    /// <summary>The running train goes on: mostly as planned, sometimes late, cut short, cancelled or miscounted.</summary>
    private static void Run(Firing firing, Random random)
    {
        var train = firing.State.RunningTrain;
        var at = firing.State.RunningAt;
        var until = random.Next(6) == 0 ? random.Next(train.PulseCount + 1) : train.PulseCount;
        for (var k = 0; k < until; k++)
        {
            var due = at + train[k].Offset;
            firing.Wait(Math.Max(0, (due - firing.Now).TotalSeconds));
            var late = random.Next(400) == 0 ? 201 : random.Next(200);
            firing.Take(new GateInput { Kind = GateInputKind.PulseDone, Pulse = k, Done = due + Duration.FromMicroseconds(late) });
        }

        if (random.Next(30) > 0)
        {
            firing.Take(new GateInput { Kind = GateInputKind.TrainEnded, Pulse = until + (random.Next(20) == 0 ? 1 : 0) });
        }

        if (random.Next(10) > 0)
        {
            firing.Reserve(Pick(random, 1, 2, 100, 2_000));
        }
    }

    private static PulseTrain Train(Random random)
    {
        var mso = random.Next(8) == 0 ? Pick(random, 60, 60.5, 61, 100) : Pick(random, 30, 45, 50, 52, 55, 60);
        var isi = Pick(random, 2, 5, 99, 100, 500, 999, 1_000, 3_000, 4_000);
        return random.Next(10) switch
        {
            < 3 => Firing.Single(mso, random.Next(2)),
            < 6 => Firing.Pair(Pick(random, 50, 60), mso, isi),
            6 => PulseTrain.Create([Firing.Pulse(mso), Firing.Pulse(mso, isi), Firing.Pulse(mso, isi + Pick(random, 1, 500, 4_000))]),
            7 => PulseTrain.Create([Firing.Pulse(60, 0, 1), Firing.Pulse(mso, 5)], Pick(random, 2, 4), Duration.FromSeconds(Pick(random, 1.0, 3.9, 4.005, 5))),
            8 => Firing.Repetitive(
                Duration.FromMilliseconds(Pick(random, 1_000, 1_001, 999, 200, 150, 100, 60, 50, 49)),
                Pick(random, 2, 5, 8, 16, 24, 25, 30, 33, 50, 51),
                mso,
                Pick(random, 1, 1, 2, 3),
                Duration.FromSeconds(Pick(random, 4.999, 5, 25))),
            _ => Firing.ThetaBurst(Pick(random, 2, 10, 100, 201), Pick(random, 30, 32, 33), Pick(random, 1, 2), Pick(random, 50, 60)),
        };
    }

    private static T Pick<T>(Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
}
