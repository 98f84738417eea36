using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.Tests.Hardware;

/// <summary>Limits, requests and instants as the tests of the firing side need them: a CBI set-up with two simulated outputs.</summary>
internal static class Sessions
{
    public const int Conditioning = 0;
    public const int Test = 1;

    public static readonly Instant Start = Instant.FromSeconds(1000);
    public static readonly PercentMso ConditioningSetting = PercentMso.FromPercent(50);
    public static readonly PercentMso TestSetting = PercentMso.FromPercent(55);
    public static readonly PercentMso[] Devices = [ConditioningSetting, TestSetting];

    public static LimitSettings Settings(params (LimitId Limit, double Value)[] values) => new()
    {
        Subject = new SubjectFacts
        {
            Id = "sub-01",
            RestingThreshold = PercentMso.FromPercent(50),
            ActiveThreshold = PercentMso.FromPercent(45),
            InionThreshold = PercentMso.FromPercent(60),
        },
        Outputs =
        [
            Output("cs", StimulusTarget.Cerebellum, 0),
            Output("ts", StimulusTarget.Motor, 1),
        ],
        Values = values.ToDictionary(v => v.Limit, v => v.Value),
    };

    public static ResolvedLimits Limits(params (LimitId Limit, double Value)[] values) => Settings(values).Resolve();

    public static PulseRequest Arm(long id) => new() { Kind = PulseRequestKind.Arm, Id = id };

    public static PulseRequest Disarm(long id) => new() { Kind = PulseRequestKind.Disarm, Id = id };

    public static PulseRequest Shutdown(long id) => new() { Kind = PulseRequestKind.Shutdown, Id = id };

    /// <summary>A single test pulse.</summary>
    public static PulseRequest Single(long id, Instant at, Instant newest) =>
        Stimulate(id, at, newest, PulseTrain.Create([new Pulse(Test, Duration.Zero, TestSetting)]));

    /// <summary>Conditioning and test pulse, 5 ms apart.</summary>
    public static PulseRequest Pair(long id, Instant at, Instant newest) => Stimulate(id, at, newest, PulseTrain.Create(
        [new Pulse(Conditioning, Duration.Zero, ConditioningSetting), new Pulse(Test, Duration.FromMilliseconds(5), TestSetting)]));

    public static PulseRequest Stimulate(long id, Instant at, Instant newest, in PulseTrain train) => new()
    {
        Kind = PulseRequestKind.Stimulate,
        Id = id,
        At = at,
        NewestSample = newest,
        Stimulus = Stimulus.Of(train),
    };

    public static List<PulseAnswer> TakeAll(this IPulseLink link)
    {
        var answers = new List<PulseAnswer>();
        while (link.TryTake(out var answer))
        {
            answers.Add(answer);
        }

        return answers;
    }

    private static OutputFacts Output(string name, StimulusTarget target, int device) => new()
    {
        Name = name,
        Target = target,
        Device = device,
        Trigger = 0,
        IsDeviceTimed = true,
        IsSimulated = true,
        IsTemperatureUnmonitored = true,
    };
}
