using ClosedLoop.Control;
using ClosedLoop.Core;
using ClosedLoop.Core.Numerics;
using ClosedLoop.Model;

namespace ClosedLoop.App;

/// <summary>From the rule's section to the rule that the loop evaluates.</summary>
internal static class RuleWiring
{
    public static Rule Build(RuleSection section, BeliefBoard board, IReadOnlyList<WiredModel> models, Frequency rate) => section switch
    {
        AllRule all => CombinedRule.All([.. all.Parts.Select(part => Build(part, board, models, rate))]),
        AnyRule any => CombinedRule.Any([.. any.Parts.Select(part => Build(part, board, models, rate))]),
        PhaseRule phase => Phase(phase, models, rate),
        PowerRule power => Power(power, board),
        ErrorRule error => Error(error, board),
        _ => throw new RefusedException($"There is no rule of the kind '{section.GetType().Name}'."),
    };

    private static Control.PhaseRule Phase(PhaseRule section, IReadOnlyList<WiredModel> models, Frequency rate)
    {
        var oscillation = models.First(model => model.Name == section.Of).Oscillation
            ?? throw new RefusedException($"The rule asks for the phase of '{section.Of}', which follows no oscillation.");
        var concentration = section.WidestSd is { } width ? PhaseConcentration.FromResultant(DeterministicMath.Exp(-width * width / 2)) : 0;
        return new Control.PhaseRule(section.Of, oscillation, section.Target, section.Horizon, rate, concentration);
    }

    private static ThresholdRule Power(PowerRule section, BeliefBoard board)
    {
        var bound = section.Percentile / 100;
        return section.Above
            ? new ThresholdRule(board, $"{section.Of}.power_percentile", bound, double.PositiveInfinity)
            : new ThresholdRule(board, $"{section.Of}.power_percentile", double.NegativeInfinity, bound);
    }

    private static ThresholdRule Error(ErrorRule section, BeliefBoard board) => section.Above
        ? new ThresholdRule(board, $"{section.Of}.nis", section.Nis, double.PositiveInfinity)
        : new ThresholdRule(board, $"{section.Of}.nis", double.NegativeInfinity, section.Nis);
}
