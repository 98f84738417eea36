using System.Runtime.InteropServices;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>The gate as a fold: what it owes whatever the bytes are.</summary>
public sealed class GateFoldTests
{
    [Fact]
    public void The_same_inputs_give_the_same_verdicts_and_the_same_state()
    {
        var firing = Firing.Armed();
        for (var trial = 0; trial < 5; trial++)
        {
            firing.Stimulate(trial % 2 == 0 ? Firing.Pair() : Firing.Single(61));
            firing.Complete();
            firing.Wait(4);
        }

        var state = default(GateState);
        foreach (var (input, verdict) in firing.Past)
        {
            Assert.Equal(verdict, Gate.Take(ref state, input, firing.Limits));
        }

        Assert.Equal(Bytes(firing.State), Bytes(state));
    }

    [Fact]
    public void No_bytes_make_the_gate_throw_and_none_that_are_not_sound_are_admitted()
    {
        var random = new Random(20_261_121);
        var admitted = 0;
        var firing = Firing.Armed();
        firing.Prepare(Firing.Pair());
        var armed = firing.State;
        for (var i = 0; i < 30_000; i++)
        {
            var state = armed;
            var input = new GateInput { Number = 9, Kind = GateInputKind.Request, At = firing.Now };
            var request = firing.Request(i % 2 == 0 ? Firing.Pair() : Firing.Repetitive(Duration.FromMilliseconds(100), 20, 55, 3, Duration.FromSeconds(5)));
            request.Id = 1_000;
            var bytes = MemoryMarshal.AsBytes(new Span<PulseRequest>(ref request));
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            input.Request = request;
            if (Gate.Take(ref state, input, firing.Limits).IsAdmitted && request.Kind == PulseRequestKind.Stimulate)
            {
                admitted++;
                Assert.True(request.Stimulus.Train.IsSound);
                Assert.InRange(request.Stimulus.Train.InGroup(0).Setting.TotalPercent, 55, 60);
            }
        }

        Assert.InRange(admitted, 10, 29_000);
    }

    [Fact]
    public void No_input_whatever_its_bytes_makes_the_gate_throw()
    {
        var random = new Random(20_261_122);
        var firing = Firing.Armed();
        firing.Stimulate(Firing.Pair());
        firing.Complete();
        firing.Ask(PulseRequestKind.Arm);
        firing.Stimulate(Firing.Single());
        var past = firing.Past.Select(p => p.Input).ToArray();
        for (var session = 0; session < 1_500; session++)
        {
            var state = default(GateState);
            foreach (var taken in past)
            {
                var input = taken;
                var bytes = MemoryMarshal.AsBytes(new Span<GateInput>(ref input));
                for (var flips = random.Next(3); flips > 0; flips--)
                {
                    random.NextBytes(bytes.Slice(random.Next(bytes.Length / 4) * 4, 4));
                }

                // Only the instant of taking is this process's own.
                input.At = taken.At;
                Assert.Null(Record.Exception(() => Gate.Take(ref state, input, firing.Limits)));
            }

            Assert.InRange(Gate.PulsesLeft(state, firing.Limits), 0, 2_000);
        }
    }

    [Fact]
    public void Taking_inputs_and_checking_releases_allocates_nothing()
    {
        var firing = Firing.Armed(Firing.With((LimitId.SessionDuration, 90), (LimitId.ArmedDuration, 90)));
        firing.Stimulate(Firing.ThetaBurst(10, 32, 20, 10));
        firing.Complete();
        firing.Wait(5);
        firing.Stimulate(Firing.Single(100));
        firing.Stimulate(Firing.Pair());
        firing.Report(0, 55, Firing.Fine, 42);
        firing.Complete();
        firing.Fault(FaultKind.DeviceSilent);
        firing.Take(GateInputKind.Tick);
        var inputs = firing.Past.Select(p => p.Input).ToArray();
        var turnstiles = new[] { new Turnstile(firing.Limits), new Turnstile(firing.Limits) };
        var admitted = Fold(turnstiles[0], inputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = Fold(turnstiles[1], inputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((2, 602), (admitted.Trains, admitted.Pulses));
        Assert.Equal(admitted, again);
    }

    private static (int Trains, int Pulses) Fold(Turnstile turnstile, GateInput[] inputs)
    {
        var trains = 0;
        var pulses = 0;
        AdmittedTrain? running = null;
        foreach (ref readonly var input in inputs.AsSpan())
        {
            turnstile.Take(input, out var train);
            running = train ?? running;
            trains += train is null ? 0 : 1;
            if (train is not null)
            {
                for (var k = 0; k < train.Train.PulseCount; k++)
                {
                    pulses += turnstile.CheckRelease(train, k, train.At + train.Train[k].Offset).IsAdmitted ? 1 : 0;
                }
            }
        }

        return (trains, pulses);
    }

    private static byte[] Bytes(GateState state) => MemoryMarshal.AsBytes(new Span<GateState>(ref state)).ToArray();
}
