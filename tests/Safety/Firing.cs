using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Safety;

/// <summary>The firing side in a few words: a turnstile with a clock, whose devices answer as they should unless told otherwise.</summary>
internal sealed class Firing
{
    public const DeviceFlags Fine = DeviceFlags.Answers | DeviceFlags.Energised | DeviceFlags.Ready | DeviceFlags.CoilPresent
        | DeviceFlags.Remote | DeviceFlags.SettingsConfirmed;

    private long _number;

    public Firing(ResolvedLimits limits)
    {
        Limits = limits;
        Turnstile = new Turnstile(limits);
    }

    public ResolvedLimits Limits { get; }

    public Turnstile Turnstile { get; }

    public GateState State => Turnstile.State;

    public Instant Now { get; private set; } = Instant.FromSeconds(1_000);

    public long LastId { get; set; }

    /// <summary>Everything that was taken in so far, with its verdict.</summary>
    public List<(GateInput Input, GateVerdict Verdict)> Past { get; } = [];

    public AdmittedTrain? Train { get; private set; }

    /// <summary>Thresholds of 50 % (resting), 40 % (active) and 70 % MSO (inion); output 0 over M1, 1 over the cerebellum, one timer box.</summary>
    public static LimitSettings Settings { get; } = new()
    {
        Subject = new SubjectFacts
        {
            Id = "sub-01",
            RestingThreshold = PercentMso.FromPercent(50),
            ActiveThreshold = PercentMso.FromPercent(40),
            InionThreshold = PercentMso.FromPercent(70),
            IsScreened = true,
        },
        Outputs =
        [
            new OutputFacts { Name = "ts", Target = StimulusTarget.Motor, Device = 0, IsDeviceTimed = true },
            new OutputFacts { Name = "cs", Target = StimulusTarget.Cerebellum, Device = 1, IsDeviceTimed = true },
        ],
        Patterns = ApprovedPatterns.Repetitive | ApprovedPatterns.ThetaBurst,
    };

    public static LimitSettings With(params (LimitId Id, double Value)[] values) =>
        Settings with { Values = values.ToDictionary(pair => pair.Id, pair => pair.Value) };

    public static Pulse Pulse(double mso, double offsetMs = 0, int output = 0) =>
        new(output, Duration.FromMilliseconds(offsetMs), PercentMso.FromPercent(mso));

    public static PulseTrain Single(double mso = 55, int output = 0) => PulseTrain.Create([Pulse(mso, 0, output)]);

    public static PulseTrain Pair(double cs = 60, double ts = 55, double isiMs = 5) =>
        PulseTrain.Create([Pulse(cs, 0, 1), Pulse(ts, isiMs)]);

    public static PulseTrain Repetitive(Duration period, int pulses, double mso, int trains = 1, Duration gap = default) =>
        PulseTrain.Create([Pulse(mso)], pulses, period, trains, (period * pulses) + gap);

    public static PulseTrain ThetaBurst(int bursts, double mso, int trains = 1, double trainPeriodS = 0) => PulseTrain.Create(
        [Pulse(mso), Pulse(mso, 20), Pulse(mso, 40)],
        bursts,
        Duration.FromMilliseconds(200),
        trains,
        Duration.FromSeconds(trainPeriodS));

    public GateVerdict Take(GateInput input)
    {
        input.Number = ++_number;
        input.At = Now;
        var verdict = Turnstile.Take(input, out var train);
        Train = train ?? Train;
        Past.Add((input, verdict));
        Assert.Equal(verdict.IsAdmitted && input.Kind == GateInputKind.Request && input.Request.Kind == PulseRequestKind.Stimulate, train is not null);
        return verdict;
    }

    public GateVerdict Take(GateInputKind kind) => Take(new GateInput { Kind = kind });

    public GateVerdict Fault(FaultKind fault) => Take(new GateInput { Kind = GateInputKind.Fault, Fault = fault });

    public GateVerdict Reserve(int pulses) => Take(new GateInput { Kind = GateInputKind.Reserved, Pulse = pulses });

    public GateVerdict Ask(PulseRequestKind kind, FaultKind fault = FaultKind.None) => Take(
        new GateInput { Kind = GateInputKind.Request, Request = new PulseRequest { Kind = kind, Id = ++LastId, Fault = fault } });

    public void Wait(double seconds) => Now += Duration.FromSeconds(seconds);

    public GateVerdict Report(int device, double mso, DeviceFlags flags = Fine, double celsius = 25) => Take(new GateInput
    {
        Kind = GateInputKind.Device,
        Device = new DeviceReport(device, flags, PercentMso.FromPercent(mso), celsius, Now),
    });

    /// <summary>The devices report that they are set for a train.</summary>
    public void Prepare(in PulseTrain train)
    {
        Report(0, 55);
        Report(1, 60);
        for (var k = 0; k < train.GroupSize; k++)
        {
            var pulse = train.InGroup(k);
            if (pulse.Output < Limits.Outputs.Count)
            {
                Report(Limits.Outputs[pulse.Output].Device, pulse.Setting.TotalPercent);
            }
        }
    }

    /// <summary>Arms as the pulse process does.</summary>
    public GateVerdict Arm(DoseHistory history = default, int reserve = 6_000)
    {
        var begun = Ask(PulseRequestKind.Arm);
        if (begun.IsRefused)
        {
            return begun;
        }

        Prepare(default);
        Take(new GateInput { Kind = GateInputKind.History, History = history });
        Reserve(reserve);
        return Take(GateInputKind.ArmingDone);
    }

    /// <summary>A request made from a sample 10 ms old, for a train that starts in 20 ms, unless said otherwise.</summary>
    public PulseRequest Request(in PulseTrain train, double aheadMs = 20, double ageMs = 10) => new()
    {
        Kind = PulseRequestKind.Stimulate,
        Id = ++LastId,
        At = Now + Duration.FromMilliseconds(aheadMs),
        NewestSample = Now - Duration.FromMilliseconds(ageMs),
        Stimulus = Stimulus.Of(train),
    };

    public GateVerdict Ask(in PulseRequest request) => Take(new GateInput { Kind = GateInputKind.Request, Request = request });

    /// <summary>Prepares the devices and asks for a train.</summary>
    public GateVerdict Stimulate(in PulseTrain train, double aheadMs = 20, double ageMs = 10)
    {
        Prepare(train);
        return Ask(Request(train, aheadMs, ageMs));
    }

    /// <summary>Lets the running train leave as planned, and reserves the next.</summary>
    public void Complete(int reserve = 6_000)
    {
        var train = State.RunningTrain;
        var at = State.RunningAt;
        for (var k = 0; k < train.PulseCount; k++)
        {
            Now = at + train[k].Offset;
            Take(new GateInput { Kind = GateInputKind.PulseDone, Pulse = k, Done = Now });
        }

        Take(new GateInput { Kind = GateInputKind.TrainEnded, Pulse = train.PulseCount });
        Reserve(reserve);
    }

    /// <summary>An armed session with these settings.</summary>
    public static Firing Armed(LimitSettings? settings = null, DoseHistory history = default)
    {
        var firing = new Firing((settings ?? Settings).Resolve());
        Assert.True(firing.Arm(history).IsAdmitted);
        return firing;
    }
}
