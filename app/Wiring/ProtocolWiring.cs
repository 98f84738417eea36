using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Safety;

namespace ClosedLoop.App;

/// <summary>From the protocol's section to conditions with exact trains, and to the plan of trials.</summary>
internal static class ProtocolWiring
{
    public static TrialPlan Plan(Experiment experiment, ProtocolSection protocol)
    {
        var conditions = Conditions(experiment, protocol);
        var block = protocol.Randomisation switch
        {
            TrialOrder.BlocksOf4 => Math.Max(4, conditions.Count * (4 / conditions.Count)),
            TrialOrder.Shuffled => (protocol.Trials + conditions.Count - 1) / conditions.Count * conditions.Count,
            _ => conditions.Count,
        };
        return TrialPlan.Draw(
            conditions, protocol.Trials, block, protocol.Interval, protocol.JitterPercent / 100, protocol.ShortestInterval,
            experiment.Seed ?? 0);
    }

    public static IReadOnlyList<Condition> Conditions(Experiment experiment, ProtocolSection protocol) => protocol switch
    {
        SingleProtocol single => [new Condition("single", Single(experiment, single.Output), IsConditioned: false, TestPulse: 0)],
        CbiProtocol cbi =>
        [
            new Condition("ts", Single(experiment, cbi.Test), IsConditioned: false, TestPulse: 0),
            new Condition("cs_ts", Pair(experiment, cbi), IsConditioned: true, TestPulse: 1),
        ],
        _ => throw new RefusedException($"The protocol '{protocol.GetType().Name}' has no trains."),
    };

    private static PulseTrain Single(Experiment experiment, string output) =>
        PulseTrain.Create([PulseOf(experiment, output, Duration.Zero)]);

    private static PulseTrain Pair(Experiment experiment, CbiProtocol cbi) => PulseTrain.Create(
        [PulseOf(experiment, cbi.Conditioning, Duration.Zero), PulseOf(experiment, cbi.Test, cbi.Isi)]);

    private static Pulse PulseOf(Experiment experiment, string output, Duration offset)
    {
        var index = experiment.OutputIndex(output);
        return new Pulse(index, offset, experiment.Outputs[index].Setting);
    }
}
