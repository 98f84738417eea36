using ClosedLoop.Core;

namespace ClosedLoop.Safety;

/// <summary>Tells patterns apart by their times alone.</summary>
public static class TrainPatterns
{
    private static readonly Duration WithinBurst = Duration.FromMicroseconds(20_000);
    private static readonly Duration BetweenBursts = Duration.FromMicroseconds(200_000);

    /// <summary>
    /// The pattern that a sound train has if the limits' experiment approved that one; otherwise it is judged as trials. Neither
    /// allocates nor throws.
    /// </summary>
    internal static TrainPattern Of(in PulseTrain train, ResolvedLimits limits)
    {
        if ((limits.Patterns & ApprovedPatterns.ThetaBurst) != 0 && IsThetaBurst(train))
        {
            return TrainPattern.ThetaBurst;
        }

        return (limits.Patterns & ApprovedPatterns.Repetitive) != 0 && IsRepetitive(train, limits.MinimumInterval)
            ? TrainPattern.Repetitive
            : TrainPattern.Trials;
    }

    /// <summary>True for 3 pulses of one output and setting, 20 ms apart, each 200 ms, exactly.</summary>
    public static bool IsThetaBurst(in PulseTrain train)
    {
        if (train.GroupSize != 3 || train.InnerCount < 2 || train.InnerPeriod != BetweenBursts)
        {
            return false;
        }

        var (first, second, third) = (train.InGroup(0), train.InGroup(1), train.InGroup(2));
        return second == first with { Offset = first.Offset + WithinBurst } && third == second with { Offset = second.Offset + WithinBurst };
    }

    /// <summary>True for one pulse each period, faster than single trials may follow one another.</summary>
    public static bool IsRepetitive(in PulseTrain train, Duration minimumInterval) =>
        train.GroupSize == 1 && train.InnerCount > 1 && train.InnerPeriod < minimumInterval;
}
